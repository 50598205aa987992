/**
 * Every finding of cdk-nag that stays, and why. Nothing else acknowledges a finding; an entry that explains nothing any
 * more fails a test. `grants.ts` lists which wildcards a role may hold, and checks of our own hold every role to that.
 */
export interface Exception {
  rule: string | RegExp;
  /** The construct's path. */
  path: string | RegExp;
  reason: string;
}

const FUNCTIONS = /^MediLink\/\w+\/\w+$/;

export const EXCEPTIONS: Exception[] = [
  {
    rule: "AwsSolutions-APIG4",
    path: /^MediLink\/\w+\/\w+Route$/,
    reason: "The function asks for the token itself, by what its operation declares: API Gateway's JWT authorizer knows no Ed25519. A check of our own holds every route to its operation.",
  },
  { rule: "AwsSolutions-CFR1", path: "MediLink/Distribution", reason: "Patients travel, and look for a doctor from abroad: no country is shut out." },
  { rule: "AwsSolutions-CFR4", path: "MediLink/Distribution", reason: "CloudFront's own certificate allows no choice of versions; with domainName it is TLS 1.2 from 2021 on." },
  {
    rule: /^AwsSolutions-IAM4\[Policy::.*AmazonAPIGatewayPushToCloudWatchLogs\]$/,
    path: "MediLink/GatewayLogsRole",
    reason: "API Gateway asks for this policy on the one role by which an account's APIs write logs.",
  },
  { rule: "AwsSolutions-IAM5[Resource::*]", path: /^MediLink\/\w+\/\w+Role$/, reason: "X-Ray, the list of streams and telephone numbers are no resources that could be named." },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:.*:log-group:\/medilink\/functions\/[\w-]+:log-stream:\*\]$/,
    path: /^MediLink\/\w+\/\w+Role$/,
    reason: "Lambda names the streams within the function's own log group.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:.*\/ws\/(POST|DELETE)\/@connections\/\*\]$/,
    path: /^MediLink\/\w+\/\w+Role$/,
    reason: "Which sockets will be open is not known before; nothing but them is reached by this path.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:.*:s3:::medilink-documents-.*\/\*\]$/,
    path: /^MediLink\/\w+\/\w+Role$/,
    reason: "Objects are named by ids; the manifest declares the bucket as a whole, of the few operations that use it.",
  },
  { rule: /^(AwsSolutions-SMG4|HIPAA\.Security-SecretsManagerRotationEnabled)$/, path: "MediLink/Secret", reason: "What is sealed in the tables is sealed under keys derived from it: another root alone would open none of it." },
  { rule: "HIPAA.Security-DynamoDBInBackupPlan", path: /^MediLink\/(Platform|Pool)Table$/, reason: "Continuous backups restore any second of 35 days; what is kept longer is a decision of whoever runs it." },
  { rule: "HIPAA.Security-IAMNoInlinePolicy", path: /^MediLink\/\w+\/\w+Role$/, reason: "Grants belong to one role alone and go with it: a policy of its own could be attached elsewhere." },
  { rule: "HIPAA.Security-LambdaConcurrency", path: FUNCTIONS, reason: "Reserved for each function, the account's concurrency would be used up by those that rest; the APIs' stages are throttled." },
  { rule: /^(HIPAA\.Security|Serverless)-LambdaDLQ$/, path: FUNCTIONS, reason: "API Gateway and the streams wait for the answer; what the clock calls without waiting has a queue." },
  { rule: "HIPAA.Security-LambdaInsideVPC", path: FUNCTIONS, reason: "Functions speak with AWS over TLS under their role, and with push services on the internet; there is nothing in a VPC to reach." },
  { rule: "HIPAA.Security-S3BucketReplicationEnabled", path: /^MediLink\/(AccessLogs|Pages|Documents)$/, reason: "Health records stay in the region that was chosen for them; versions undo mistakes." },
  { rule: "HIPAA.Security-S3DefaultEncryptionKMS", path: "MediLink/AccessLogs", reason: "S3 and CloudFront deliver access logs to a bucket under S3's own key alone." },
  { rule: "HIPAA.Security-S3DefaultEncryptionKMS", path: "MediLink/Pages", reason: "Pages are public, and the same for everybody." },
  { rule: "Serverless-LambdaStarPermissions", path: /^MediLink\/\w+\/\w+Role$/, reason: "As of AwsSolutions-IAM5: the rule looks at the same wildcards, none of them on tables." },
  { rule: "Serverless-SNSRedrivePolicy", path: "MediLink/AlarmsByMail", reason: "An alarm whose mail does not arrive is still seen on the dashboard; a queue of old alarms helps nobody." },
  { rule: /^(AwsSolutions-SQS3|Serverless-SQSRedrivePolicy)$/, path: "MediLink/Failures", reason: "It is itself the queue of what could not be done, with an alarm on its first message." },
];
