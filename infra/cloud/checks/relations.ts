/** What has to hold between the resources of one template. */
import type { Manifest } from "../src/manifest.ts";
import { at, named, type Resource, type Template, text, within } from "./template.ts";

type Check = (template: Template, manifest: Manifest) => string[];

const PLAIN_TEXT = '{"Bool":{"aws:SecureTransport":"false"}}';

/** Whether a policy refuses every action of the service to everybody who comes without TLS. */
function refusesPlainText(policy: Resource, action: string, resources: number): boolean {
  const statements = at(policy, "Properties.PolicyDocument.Statement") as unknown[];
  return statements.some(
    (s) =>
      at(s, "Effect") === "Deny" &&
      at(s, "Principal") === "*" &&
      at(s, "Action") === action &&
      JSON.stringify(at(s, "Condition")) === PLAIN_TEXT &&
      [at(s, "Resource")].flat().length === resources,
  );
}

/** Each thing of a type has a policy of that type, which names it and refuses plain text. */
const tlsOnly = (type: string, policyType: string, names: string, action: string, resources: number): Check => (template) =>
  within(template, type)
    .filter(({ id }) => {
      const own = within(template, policyType).filter((p) => [at(p.resource, `Properties.${names}`)].flat().some((name) => named(name) === id));
      return !own.some(({ resource }) => refusesPlainText(resource, action, resources));
    })
    .map(({ id }) => `${id}: reachable without TLS`);

/** Each function writes to a log group of its own and has its alarms. */
const watched: Check = (template) => {
  const alarms = within(template, "AWS::CloudWatch::Alarm");
  const metrics = new Set(alarms.map(({ resource }) => `${named(at(resource, "Properties.Dimensions.0.Value"))} ${at(resource, "Properties.MetricName")}`));
  const followers = new Set(within(template, "AWS::Lambda::EventSourceMapping").map(({ resource }) => named(at(resource, "Properties.FunctionName"))));
  const counted = new Set(within(template, "AWS::Logs::MetricFilter").map(({ resource }) => named(at(resource, "Properties.LogGroupName"))));
  return within(template, "AWS::Lambda::Function").flatMap(({ id, resource }) => {
    const needed = ["Errors", "Throttles", "Duration", ...(followers.has(id) ? ["IteratorAge"] : [])];
    const missing = needed.filter((metric) => !metrics.has(`${id} ${metric}`)).map((metric) => `${id}: no alarm on ${metric}`);
    const name = named(at(resource, "Properties.LoggingConfig.LogGroup")) ?? "";
    if (template.Resources[name]?.Type !== "AWS::Logs::LogGroup") missing.push(`${id}: no log group of its own`);
    if (followers.has(id) && !counted.has(name)) missing.push(`${id}: nobody counts its dead letters`);
    return missing;
  });
};

/** A stage, and a web ACL, writes to a log group that is there. */
const logged: Check = (template) => {
  const stages = within(template, "AWS::ApiGatewayV2::Stage").map(({ id, resource }) => ({ id, to: at(resource, "Properties.AccessLogSettings.DestinationArn") }));
  const logs = within(template, "AWS::WAFv2::LoggingConfiguration");
  const lists = within(template, "AWS::WAFv2::WebACL").map(({ id }) => {
    const own = logs.find(({ resource }) => named(at(resource, "Properties.ResourceArn")) === id);
    return { id, to: at(own?.resource, "Properties.LogDestinationConfigs.0") };
  });
  const missing = [...stages, ...lists].filter(({ to }) => {
    const group = /:log-group:\$\{(\w+)\}$/.exec(text(to))?.[1] ?? "";
    return template.Resources[group]?.Type !== "AWS::Logs::LogGroup";
  });
  return missing.map(({ id }) => `${id}: its log group is not there`);
};

/**
 * Each route is an operation's that is declared for clients, by its own method and path, and leads to a function that is
 * started as that operation (or as its domain): it is the edge in the function that asks who calls.
 */
const routes: Check = (template, manifest) =>
  within(template, "AWS::ApiGatewayV2::Route").flatMap(({ id, resource }) => {
    const operation = manifest.operations.find((each) => each.id === resource.Metadata?.["medilink:operation"]);
    if (!operation || operation.access === "internal") return [`${id}: a route of nothing that is declared for clients`];
    const { trigger } = operation;
    const key = "http" in trigger ? `${trigger.http.method} ${trigger.http.path}` : "socket" in trigger ? trigger.socket.route : "";
    const integration = template.Resources[named(at(resource, "Properties.Target.Fn::Join.1.1")) ?? ""];
    const uri = text(at(integration, "Properties.IntegrationUri"));
    const made = /functions\/\$\{(\w+)\.Arn\}\/invocations$/.exec(uri)?.[1] ?? "";
    const handler = at(template.Resources[made], "Properties.Handler");
    const mistakes: string[] = [];
    if (at(resource, "Properties.RouteKey") !== key) mistakes.push(`${id}: not the route of ${operation.id}`);
    if (handler !== operation.handler && handler !== operation.domain) mistakes.push(`${id}: does not lead to ${operation.id}`);
    if (at(resource, "Properties.AuthorizationType") !== "NONE") mistakes.push(`${id}: nobody said who may call`);
    return mistakes;
  });

/** The key policies let nobody in from outside the account, and nobody but through a service. */
const keyPolicies: Check = (template) =>
  within(template, "AWS::KMS::Key").flatMap(({ id, resource }) => {
    const statements = at(resource, "Properties.KeyPolicy.Statement") as unknown[];
    const open = statements.filter((s) => {
      if (at(s, "Principal.AWS") !== "*" && at(s, "Principal") !== "*") return false;
      return !at(s, "Condition.StringEquals.kms:CallerAccount") || !at(s, "Condition.StringEquals.kms:ViaService");
    });
    const unbound = statements.filter((s) => at(s, "Principal.Service") && !at(s, "Condition"));
    return [...open, ...unbound].map(() => `${id}: open to more than services of this account`);
  });

/** Only the distribution reads pages, only S3's own service writes its logs, only alarms go to the topic. */
const resourcePolicies: Check = (template) =>
  ["AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy"].flatMap((type) =>
    within(template, type).flatMap(({ id, resource }) => {
      const statements = at(resource, "Properties.PolicyDocument.Statement") as unknown[];
      const allowed = statements.filter((s) => at(s, "Effect") === "Allow");
      return allowed.filter((s) => !at(s, "Principal.Service") || !at(s, "Condition.StringEquals")).map(() => `${id}: lets in more than one service for this account`);
    }),
  );

export const RELATIONS: Check[] = [
  tlsOnly("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket", "s3:*", 2),
  tlsOnly("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues", "sqs:*", 1),
  tlsOnly("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics", "sns:Publish", 1),
  watched,
  logged,
  routes,
  keyPolicies,
  resourcePolicies,
];
