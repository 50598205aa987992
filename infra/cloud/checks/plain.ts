/** Properties that protect nothing by themselves, by type: whatever is neither here nor a protection is to be decided upon. */
export const PLAIN: Record<string, string[]> = {
  "AWS::ApiGateway::Account": ["CloudWatchRoleArn"],
  "AWS::ApiGatewayV2::Api": ["Description", "Name", "ProtocolType", "RouteSelectionExpression"],
  // Where it leads, and that its function asks who calls, is held by `routes`.
  "AWS::ApiGatewayV2::Integration": ["ApiId", "IntegrationType", "IntegrationUri", "PayloadFormatVersion", "TimeoutInMillis"],
  "AWS::ApiGatewayV2::Route": ["ApiId", "AuthorizationType", "RouteKey", "RouteResponseSelectionExpression", "Target"],
  "AWS::ApiGatewayV2::RouteResponse": ["ApiId", "RouteId", "RouteResponseKey"],
  "AWS::ApiGatewayV2::Stage": ["ApiId", "AutoDeploy", "StageName"],
  "AWS::CloudFormation::Stack": ["Parameters", "TemplateURL"],
  "AWS::CloudFront::Distribution": [],
  "AWS::CloudFront::Function": ["AutoPublish", "FunctionCode", "FunctionConfig", "Name"],
  "AWS::CloudFront::OriginAccessControl": [],
  "AWS::CloudFront::ResponseHeadersPolicy": [],
  "AWS::CloudWatch::Alarm": ["AlarmDescription", "ComparisonOperator", "Dimensions", "EvaluationPeriods", "ExtendedStatistic", "MetricName", "Namespace", "Period", "Statistic", "TreatMissingData"],
  "AWS::CloudWatch::Dashboard": ["DashboardBody", "DashboardName"],
  "AWS::DynamoDB::Table": ["AttributeDefinitions", "GlobalSecondaryIndexes", "KeySchema", "TableName"],
  // Held by `roles`, and by the test of least privilege.
  "AWS::IAM::ManagedPolicy": ["PolicyDocument"],
  "AWS::IAM::Role": ["AssumeRolePolicyDocument", "ManagedPolicyArns", "Policies"],
  // Held by `keyPolicies`.
  "AWS::KMS::Key": ["Description", "KeyPolicy"],
  "AWS::Lambda::EventSourceMapping": ["BatchSize", "EventSourceArn", "FunctionName"],
  "AWS::Lambda::Function": ["Architectures", "Code", "Description", "FunctionName", "Handler", "Tags"],
  "AWS::Lambda::Permission": ["Action", "FunctionName"],
  "AWS::Logs::LogGroup": ["LogGroupName"],
  "AWS::Logs::MetricFilter": ["FilterPattern", "LogGroupName", "MetricTransformations"],
  "AWS::S3::Bucket": ["BucketName"],
  // Held by `tlsOnly` and `resourcePolicies`.
  "AWS::S3::BucketPolicy": ["Bucket", "PolicyDocument"],
  "AWS::SNS::Subscription": ["Endpoint", "Protocol", "TopicArn"],
  "AWS::SNS::Topic": ["TopicName"],
  "AWS::SNS::TopicPolicy": ["PolicyDocument", "Topics"],
  "AWS::SQS::Queue": ["QueueName"],
  "AWS::SQS::QueuePolicy": ["PolicyDocument", "Queues"],
  "AWS::Scheduler::Schedule": ["Description", "FlexibleTimeWindow", "Name", "ScheduleExpression"],
  "AWS::Scheduler::ScheduleGroup": ["Name"],
  "AWS::SecretsManager::Secret": ["Description"],
};
