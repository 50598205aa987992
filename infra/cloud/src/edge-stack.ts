import { Aws, CfnOutput, Fn, Stack, type StackProps } from "aws-cdk-lib";
import { CfnKey } from "aws-cdk-lib/aws-kms";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { CfnLoggingConfiguration, CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import { keep } from "./keys.ts";
import type { Operation } from "./manifest.ts";

/** What one address may ask in five minutes. Telephone networks put many people behind one. */
const OF_STRANGERS = 300;
const OF_ANYBODY = 6000;
const SECONDS = 300;

/** WAF logs nowhere else. */
const LOG_GROUP = "aws-waf-logs-medilink";

/** The paths where a stranger can guess passwords or have mails sent: what anybody may change without having signed in. */
export function strangersPaths(operations: Operation[]): string[] {
  return operations.flatMap(({ access, trigger }) =>
    access === "public" && "http" in trigger && trigger.http.method !== "GET" && !trigger.http.path.includes("{") ? [trigger.http.path] : [],
  );
}

/** What stands before the distribution. CloudFront's web ACLs are in us-east-1, wherever the platform is. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { operations, logDays, ...props }: StackProps & { operations: Operation[]; logDays: number }) {
    super(scope, id, { ...props, description: "MediLink: limits per address" });
    const acl = new CfnWebACL(this, "WebAcl", {
      name: "medilink",
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: seen("medilink"),
      rules: [
        rate(0, "strangers", OF_STRANGERS, { orStatement: { statements: strangersPaths(operations).map(exactly) } }),
        rate(1, "anybody", OF_ANYBODY),
        managed(2, "AWSManagedRulesAmazonIpReputationList"),
        managed(3, "AWSManagedRulesKnownBadInputsRuleSet"),
      ],
    });
    const group = new CfnLogGroup(this, "WebAclLog", { logGroupName: LOG_GROUP, retentionInDays: logDays, kmsKeyId: logKey(this).attrArn });
    new CfnLoggingConfiguration(this, "WebAclLogging", {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [Fn.sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}", { Group: group.ref })],
      // Tokens and tickets stay out of logs, and so does whoever is not refused.
      redactedFields: [{ singleHeader: { Name: "authorization" } }, { singleHeader: { Name: "upload-token" } }, { queryString: {} }],
      loggingFilter: {
        DefaultBehavior: "DROP",
        Filters: [{ Behavior: "KEEP", Requirement: "MEETS_ANY", Conditions: [{ ActionCondition: { Action: "BLOCK" } }] }],
      },
    });
    new CfnOutput(this, "WebAclArn", { value: acl.attrArn, description: "The setting webAclArn of the platform" });
  }
}

function rate(priority: number, name: string, limit: number, scopeDownStatement?: CfnWebACL.StatementProperty): CfnWebACL.RuleProperty {
  return {
    priority,
    name,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: { rateBasedStatement: { aggregateKeyType: "IP", limit, evaluationWindowSec: SECONDS, scopeDownStatement } },
    visibilityConfig: seen(name),
  };
}

function managed(priority: number, name: string): CfnWebACL.RuleProperty {
  return { priority, name, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { vendorName: "AWS", name } }, visibilityConfig: seen(name) };
}

function exactly(path: string): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: "EXACTLY",
      searchString: path,
      textTransformations: [{ priority: 0, type: "URL_DECODE" }],
    },
  };
}

function seen(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}

function logKey(scope: Construct): CfnKey {
  const key = new CfnKey(scope, "LogKey", {
    description: "MediLink: logs of the web ACL",
    enableKeyRotation: true,
    pendingWindowInDays: 30,
    keyPolicy: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: Fn.sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root") }, Action: "kms:*", Resource: "*" },
        {
          Effect: "Allow",
          Principal: { Service: `logs.${Aws.REGION}.${Aws.URL_SUFFIX}` },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
          Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": Fn.sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${LOG_GROUP}`) } },
        },
      ],
    },
  });
  keep(key);
  return key;
}
