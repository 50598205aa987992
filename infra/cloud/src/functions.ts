import { join } from "node:path";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { CfnManagedPolicy, CfnRole } from "aws-cdk-lib/aws-iam";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import { type Stack, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { watch } from "./alarms.ts";
import { logGroupName, type Named, policyOf } from "./grants.ts";
import type { Keys } from "./keys.ts";
import type { Operation } from "./manifest.ts";
import type { Statement } from "./policy.ts";
import { parts } from "./policy-size.ts";

/** What every function gets. */
export interface Common {
  named: Named;
  keys: Keys;
  alarms: string;
  environment: Record<string, string>;
}

/** A function to be made: an operation's, or a whole domain's. */
export interface Plan {
  name: string;
  handler: string;
  domain: string;
  operations: Operation[];
}

export function planOperation(operation: Operation): Plan {
  return { name: operation.function, handler: operation.handler, domain: operation.domain, operations: [operation] };
}

export function planDomain(domain: string, operations: Operation[]): Plan {
  return { name: domain, handler: domain, domain, operations };
}

const construct = (name: string): string => name.replace(/(^|[-_.])(\w)/g, (_, __, letter: string) => letter.toUpperCase());

/** The name of an operation's constructs: `scheduling.book_appointment` is `SchedulingBookAppointment`. */
export function idOf(name: string): string {
  return construct(name);
}

export function makeFunction(scope: Construct, plan: Plan, common: Common): CfnFunction {
  const { settings } = common.named;
  const id = idOf(plan.name);
  const most = (of: (operation: Operation) => number): number => Math.max(...plan.operations.map(of));
  const group = new CfnLogGroup(scope, `${id}Log`, {
    logGroupName: logGroupName(plan.name),
    retentionInDays: settings.logDays,
    kmsKeyId: common.keys.running.attrArn,
  });
  const asset = code(scope, plan.domain, settings.package);
  const clocked = plan.operations.some(({ trigger }) => "schedule" in trigger);
  const made = new CfnFunction(scope, id, {
    functionName: plan.name,
    description: plan.operations.length === 1 ? plan.operations[0]?.summary : `Every operation of ${plan.domain}`,
    runtime: "provided.al2023",
    architectures: [settings.architecture],
    handler: plan.handler,
    code: { s3Bucket: asset.s3BucketName, s3Key: asset.s3ObjectKey },
    memorySize: most((operation) => operation.memoryMb),
    timeout: most((operation) => operation.timeoutSeconds),
    role: role(scope, id, policyOf(plan.operations, plan.name, common.named)).attrArn,
    environment: { variables: common.environment },
    kmsKeyArn: common.keys.running.attrArn,
    loggingConfig: { logGroup: group.ref, logFormat: "JSON" },
    tracingConfig: { mode: "Active" },
    // The clock calls without waiting for the answer, and is the only one that does.
    ...(clocked ? { deadLetterConfig: { targetArn: common.named.failures } } : {}),
  });
  Tags.of(made).add("medilink:domain", plan.domain);
  alarms(scope, id, made, most((operation) => operation.timeoutSeconds), common.alarms);
  return made;
}

/** One asset for each domain and stack: the functions of a domain share a bootstrap. */
function code(scope: Construct, domain: string, folder: string): Asset {
  const id = `${idOf(domain)}Bootstrap`;
  return (scope.node.tryFindChild(id) as Asset | undefined) ?? new Asset(scope, id, { path: join(folder, `${domain}.zip`) });
}

function role(scope: Construct, id: string, statements: Statement[]): CfnRole {
  const [first, ...others] = parts(statements);
  return new CfnRole(scope, `${id}Role`, {
    assumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
    policies: [{ policyName: "grants", policyDocument: { Version: "2012-10-17", Statement: first } }],
    // A whole domain's grants are more than a role's own policies may hold.
    managedPolicyArns: others.map(
      (more, number) => new CfnManagedPolicy(scope, `${id}Grants${number + 2}`, { policyDocument: { Version: "2012-10-17", Statement: more } }).ref,
    ),
  });
}

function alarms(scope: Construct, id: string, made: CfnFunction, timeout: number, topic: string): void {
  const of = { namespace: "AWS/Lambda", dimensions: { FunctionName: made.ref } };
  watch(scope, `${id}Errors`, topic, { ...of, metricName: "Errors", statistic: "Sum", threshold: 1, about: "A function broke or was cut off." });
  watch(scope, `${id}Throttles`, topic, { ...of, metricName: "Throttles", statistic: "Sum", threshold: 1, periods: 2, about: "Calls of a function found no room." });
  watch(scope, `${id}Slow`, topic, {
    ...of,
    metricName: "Duration",
    statistic: "p99",
    // Half of what it is given: a call that takes longer is close to being cut.
    threshold: timeout * 500,
    periods: 3,
    about: "One call in a hundred takes half the time after which it is cut.",
  });
}

/** The account, region and partition of a stack are known only when it is deployed. */
export function invocationUri(stack: Stack, made: CfnFunction): string {
  return `arn:${stack.partition}:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${made.attrArn}/invocations`;
}
