/** What each kind of resource has to have, by the path in its entry of the template. */
import { at, named, text, type Resource, type Template } from "./template.ts";

export interface Protection {
  path: string;
  holds: (value: unknown, resource: Resource, template: Template) => boolean;
  /** Of which resources of the kind; all where it is left out. */
  of?: (resource: Resource) => boolean;
}

const is = (...values: unknown[]) => (value: unknown): boolean => values.includes(value);
const positive = (value: unknown): boolean => typeof value === "number" && value > 0;
const filled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const there = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/** A customer's own key: one of this template, or one that the root hands down. */
function customerKey(value: unknown, _: Resource, template: Template): boolean {
  const name = named(value) ?? "";
  return template.Resources[name]?.Type === "AWS::KMS::Key" || /Key/.test(name) && name in (template.Parameters ?? {});
}

const kept: Protection[] = [
  { path: "DeletionPolicy", holds: is("Retain") },
  { path: "UpdateReplacePolicy", holds: is("Retain") },
];

const isLogs = (bucket: Resource): boolean => at(bucket, "Properties.OwnershipControls.Rules.0.ObjectOwnership") !== "BucketOwnerEnforced";
const isDocuments = (bucket: Resource): boolean => text(at(bucket, "Properties.BucketName") ?? "").startsWith("medilink-documents-");
const isSockets = (stage: Resource): boolean => at(stage, "Properties.StageName") !== "$default";
const isClocked = (made: Resource): boolean => at(made, "Properties.DeadLetterConfig") !== undefined;
const ownName = (distribution: Resource): boolean => at(distribution, "Properties.DistributionConfig.Aliases") !== undefined;

const publicAccess = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"].map(
  (name): Protection => ({ path: `Properties.PublicAccessBlockConfiguration.${name}`, holds: is(true) }),
);

const encryption = "Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault";
const behaviours = ["DefaultCacheBehavior", "CacheBehaviors.0", "CacheBehaviors.1", "CacheBehaviors.2", "CacheBehaviors.3"];
const headers = "Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig";

export const PROTECTIONS: Record<string, Protection[]> = {
  "AWS::KMS::Key": [...kept, { path: "Properties.EnableKeyRotation", holds: is(true) }, { path: "Properties.PendingWindowInDays", holds: is(30) }],
  "AWS::DynamoDB::Table": [
    ...kept,
    { path: "Properties.BillingMode", holds: is("PAY_PER_REQUEST") },
    { path: "Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", holds: is(true) },
    { path: "Properties.DeletionProtectionEnabled", holds: is(true) },
    { path: "Properties.SSESpecification.SSEEnabled", holds: is(true) },
    { path: "Properties.SSESpecification.SSEType", holds: is("KMS") },
    { path: "Properties.SSESpecification.KMSMasterKeyId", holds: customerKey },
    { path: "Properties.StreamSpecification.StreamViewType", holds: is("NEW_AND_OLD_IMAGES") },
    { path: "Properties.TimeToLiveSpecification.Enabled", holds: is(true) },
    { path: "Properties.TimeToLiveSpecification.AttributeName", holds: is("ttl") },
  ],
  "AWS::S3::Bucket": [
    ...kept,
    ...publicAccess,
    { path: `${encryption}.SSEAlgorithm`, holds: is("AES256"), of: (bucket) => !isDocuments(bucket) },
    { path: `${encryption}.SSEAlgorithm`, holds: is("aws:kms"), of: isDocuments },
    { path: `${encryption}.KMSMasterKeyID`, holds: customerKey, of: isDocuments },
    { path: "Properties.OwnershipControls.Rules.0.ObjectOwnership", holds: is("BucketOwnerEnforced", "BucketOwnerPreferred") },
    { path: "Properties.VersioningConfiguration.Status", holds: is("Enabled") },
    { path: "Properties.LifecycleConfiguration.Rules.0", holds: there },
    { path: "Properties.LifecycleConfiguration.Rules", holds: (rules) => hasRule(rules, "arrivals/", 1), of: isDocuments },
    { path: "Properties.LoggingConfiguration.DestinationBucketName", holds: there, of: (bucket) => !isLogs(bucket) },
    { path: "Properties.CorsConfiguration.CorsRules.0.AllowedOrigins", holds: (origins) => filled(origins) && !text(origins).includes("*"), of: isDocuments },
    { path: "Properties.CorsConfiguration.CorsRules.0.AllowedHeaders", holds: (h) => filled(h) && !text(h).includes("*"), of: isDocuments },
    { path: "Properties.CorsConfiguration.CorsRules.0.AllowedMethods", holds: (methods) => text(methods) === '["GET","HEAD","PUT"]', of: isDocuments },
  ],
  "AWS::SQS::Queue": [{ path: "Properties.KmsMasterKeyId", holds: customerKey }, { path: "Properties.MessageRetentionPeriod", holds: is(1_209_600) }],
  "AWS::SNS::Topic": [{ path: "Properties.KmsMasterKeyId", holds: customerKey }],
  "AWS::SecretsManager::Secret": [...kept, { path: "Properties.KmsKeyId", holds: customerKey }, { path: "Properties.GenerateSecretString.PasswordLength", holds: is(42) }],
  "AWS::Logs::LogGroup": [{ path: "Properties.RetentionInDays", holds: positive }, { path: "Properties.KmsKeyId", holds: customerKey }],
  "AWS::Lambda::Function": [
    { path: "Properties.Role", holds: there },
    { path: "Properties.KmsKeyArn", holds: customerKey },
    { path: "Properties.LoggingConfig.LogGroup", holds: there },
    { path: "Properties.LoggingConfig.LogFormat", holds: is("JSON") },
    { path: "Properties.TracingConfig.Mode", holds: is("Active") },
    { path: "Properties.Timeout", holds: positive },
    { path: "Properties.MemorySize", holds: positive },
    { path: "Properties.Runtime", holds: is("provided.al2023") },
    { path: "Properties.Environment.Variables.MEDILINK_SECRET", holds: (value) => text(value).startsWith("{{resolve:secretsmanager:") },
    { path: "Properties.DeadLetterConfig.TargetArn", holds: there, of: isClocked },
  ],
  "AWS::Lambda::Permission": [
    { path: "Properties.SourceArn", holds: (value) => /:execute-api:/.test(text(value)) },
    { path: "Properties.Principal", holds: is("apigateway.amazonaws.com") },
  ],
  "AWS::Lambda::EventSourceMapping": [
    { path: "Properties.FunctionResponseTypes.0", holds: is("ReportBatchItemFailures") },
    { path: "Properties.BisectBatchOnFunctionError", holds: is(true) },
    { path: "Properties.MaximumRetryAttempts", holds: positive },
    { path: "Properties.MaximumRecordAgeInSeconds", holds: positive },
    { path: "Properties.DestinationConfig.OnFailure.Destination", holds: there },
    { path: "Properties.FilterCriteria.Filters", holds: filled },
    { path: "Properties.StartingPosition", holds: is("TRIM_HORIZON") },
  ],
  "AWS::ApiGatewayV2::Stage": [
    { path: "Properties.AccessLogSettings.DestinationArn", holds: there },
    { path: "Properties.AccessLogSettings.Format", holds: (value) => /^\{"requestId":/.test(text(value)) && !/querystring|header|authorizer/i.test(text(value)) },
    { path: "Properties.DefaultRouteSettings.ThrottlingRateLimit", holds: positive },
    { path: "Properties.DefaultRouteSettings.ThrottlingBurstLimit", holds: positive },
    { path: "Properties.DefaultRouteSettings.DetailedMetricsEnabled", holds: is(true) },
    { path: "Properties.DefaultRouteSettings.DataTraceEnabled", holds: is(false), of: isSockets },
    { path: "Properties.DefaultRouteSettings.LoggingLevel", holds: is("ERROR"), of: isSockets },
  ],
  "AWS::CloudWatch::Alarm": [
    { path: "Properties.AlarmActions", holds: filled },
    { path: "Properties.OKActions", holds: filled },
    { path: "Properties.Threshold", holds: positive },
  ],
  "AWS::Scheduler::Schedule": [
    { path: "Properties.KmsKeyArn", holds: customerKey },
    { path: "Properties.Target.DeadLetterConfig.Arn", holds: there },
    { path: "Properties.Target.RetryPolicy.MaximumRetryAttempts", holds: positive },
    { path: "Properties.GroupName", holds: there },
  ],
  "AWS::CloudFront::Distribution": [
    { path: "Properties.DistributionConfig.Logging.Bucket", holds: there },
    { path: "Properties.DistributionConfig.WebACLId", holds: (value) => /:wafv2:us-east-1:/.test(text(value)) },
    { path: "Properties.DistributionConfig.ViewerCertificate.MinimumProtocolVersion", holds: is("TLSv1.2_2021"), of: ownName },
    { path: "Properties.DistributionConfig.Origins.0.OriginAccessControlId", holds: there },
    ...[1, 2].flatMap((origin): Protection[] => [
      { path: `Properties.DistributionConfig.Origins.${origin}.CustomOriginConfig.OriginProtocolPolicy`, holds: is("https-only") },
      { path: `Properties.DistributionConfig.Origins.${origin}.CustomOriginConfig.OriginSSLProtocols`, holds: (value) => text(value) === '["TLSv1.2"]' },
    ]),
    ...behaviours.map((b): Protection => ({ path: `Properties.DistributionConfig.${b}.ViewerProtocolPolicy`, holds: is("redirect-to-https", "https-only") })),
    ...behaviours.slice(0, 3).map((b): Protection => ({ path: `Properties.DistributionConfig.${b}.ResponseHeadersPolicyId`, holds: there })),
    // What the API answers is one caller's: nothing of it is kept at the edge.
    ...behaviours.slice(3).map((b): Protection => ({ path: `Properties.DistributionConfig.${b}.CachePolicyId`, holds: is("4135ea2d-6df8-44a3-9df3-4b5a84be39ad") })),
  ],
  "AWS::WAFv2::WebACL": [
    { path: "Properties.Scope", holds: is("CLOUDFRONT") },
    ...[0, 1].flatMap((rule): Protection[] => [
      { path: `Properties.Rules.${rule}.Action.Block`, holds: there },
      { path: `Properties.Rules.${rule}.Statement.RateBasedStatement.AggregateKeyType`, holds: is("IP") },
      { path: `Properties.Rules.${rule}.Statement.RateBasedStatement.Limit`, holds: positive },
    ]),
    { path: "Properties.Rules.0.Statement.RateBasedStatement.ScopeDownStatement.OrStatement.Statements", holds: (all) => text(all).includes('"/v1/login"') },
    { path: "Properties.Rules", holds: (rules) => Array.isArray(rules) && rules.length === 4 },
    { path: "Properties.VisibilityConfig.CloudWatchMetricsEnabled", holds: is(true) },
  ],
  "AWS::WAFv2::LoggingConfiguration": [
    { path: "Properties.LogDestinationConfigs", holds: filled },
    { path: "Properties.ResourceArn", holds: there },
    { path: "Properties.RedactedFields", holds: (fields) => ["authorization", "upload-token", "QueryString"].every((name) => text(fields).includes(name)) },
  ],
  "AWS::CloudFront::OriginAccessControl": [{ path: "Properties.OriginAccessControlConfig.SigningBehavior", holds: is("always") }],
  "AWS::CloudFront::ResponseHeadersPolicy": [
    { path: `${headers}.ContentSecurityPolicy.ContentSecurityPolicy`, holds: (value) => strict(text(value)) },
    { path: `${headers}.ContentSecurityPolicy.Override`, holds: is(true) },
    { path: `${headers}.ContentTypeOptions.Override`, holds: is(true) },
    { path: `${headers}.FrameOptions.FrameOption`, holds: is("DENY") },
    { path: `${headers}.ReferrerPolicy.ReferrerPolicy`, holds: is("no-referrer") },
    { path: `${headers}.StrictTransportSecurity.AccessControlMaxAgeSec`, holds: (value) => Number(value) >= 31_536_000 },
    { path: `${headers}.StrictTransportSecurity.IncludeSubdomains`, holds: is(true) },
  ],
};

/** Nothing but what is named, nothing inline, nobody frames it. */
export function strict(policy: string): boolean {
  const has = (directive: string): boolean => policy.split("; ").includes(directive);
  const needed = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"];
  return needed.every(has) && !/unsafe|\*|http:|(src|self') https:(;|$| )/.test(policy);
}

function hasRule(rules: unknown, prefix: string, days: number): boolean {
  return Array.isArray(rules) && rules.some((rule) => at(rule, "Prefix") === prefix && at(rule, "ExpirationInDays") === days && at(rule, "Status") === "Enabled");
}
