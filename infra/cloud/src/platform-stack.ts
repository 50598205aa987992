import { CfnOutput, Fn, Stack, type StackProps } from "aws-cdk-lib";
import { CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import { CfnQueue, CfnQueuePolicy } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { makeTopic, watch } from "./alarms.ts";
import { type Apis, makeApis, SOCKETS_STAGE } from "./apis.ts";
import { makeAccessLogs, makeDocuments, makePages } from "./buckets.ts";
import { makeDashboard } from "./dashboard.ts";
import { type Bound, DomainStack } from "./domain-stack.ts";
import { SET_ASIDE_METRIC } from "./followers.ts";
import { type Common, idOf } from "./functions.ts";
import { keep, type Keys, makeKeys } from "./keys.ts";
import { byDomain, type Manifest } from "./manifest.ts";
import type { Placement } from "./placement.ts";
import type { Settings } from "./settings.ts";
import { makeSite } from "./site.ts";
import { makeTables } from "./tables.ts";

export interface PlatformProps extends StackProps {
  manifest: Manifest;
  placement: Placement;
  settings: Settings;
}

/** The platform: what all operations share here, and nested stacks with the operations of each domain. */
export class PlatformStack extends Stack {
  constructor(scope: Construct, id: string, { manifest, placement, settings, ...props }: PlatformProps) {
    super(scope, id, { ...props, description: "MediLink" });
    const keys = makeKeys(this);
    const tables = makeTables(this, keys);
    const topic = makeTopic(this, keys, settings).ref;
    const failures = makeFailures(this, keys, topic);
    const apis = makeApis(this, keys, settings);
    const logs = makeAccessLogs(this, settings.logDays);
    const pages = makePages(this, logs);
    const site = makeSite(this, pages, logs, apis, settings);
    const documents = makeDocuments(this, keys, logs, site.origin);
    const group = new CfnScheduleGroup(this, "Schedules", { name: "medilink" });
    const common: Common = {
      keys,
      alarms: topic,
      named: {
        settings,
        socketsApi: apis.sockets.ref,
        platformStream: tables.platform.attrStreamArn,
        poolStream: tables.pool.attrStreamArn,
        failures: failures.attrArn,
      },
      environment: environment(makeSecret(this, keys).ref, documents.ref, site.origin, apis, settings),
    };
    const bound: Bound = { httpApi: apis.http.ref, socketsApi: apis.sockets.ref, ...tables, scheduleGroup: group.ref };
    this.addOperations(manifest, placement, settings, common, bound);
    watchApis(this, apis, topic);
    watch(this, "SetAside", topic, { ...SET_ASIDE_METRIC, dimensions: {}, statistic: "Sum", threshold: 1, about: "A record has become a dead letter, which an admin replays or discards." });
    makeDashboard(this, apis, failures.attrQueueName, [...byDomain(manifest.operations).keys()]);
    new CfnOutput(this, "Url", { value: site.origin, description: "Where the platform answers" });
    new CfnOutput(this, "PagesBucket", { value: pages.ref, description: "Where the built pages go" });
    new CfnOutput(this, "DistributionId", { value: site.distribution.ref, description: "What has to forget old pages" });
    new CfnOutput(this, "DistributionName", { value: site.distribution.attrDomainName, description: "What a name of one's own points to" });
  }

  private addOperations({ operations, domainHandlers }: Manifest, placement: Placement, settings: Settings, common: Common, bound: Bound): void {
    if (settings.functions === "domain") {
      if (!domainHandlers) throw new Error("functions=domain: the manifest does not say that bootstraps serve a domain by its name");
      for (const [domain, own] of byDomain(operations)) {
        new DomainStack(this, idOf(domain), common, bound).addTogether(domain, own);
      }
      return;
    }
    const stacks = new Map<string, DomainStack>();
    for (const operation of operations) {
      const part = placement[operation.id];
      if (!part) throw new Error(`${operation.id} has no place yet: npm run place`);
      const stack = stacks.get(part) ?? new DomainStack(this, idOf(part), common, bound);
      stacks.set(part, stack);
      stack.addEach([operation]);
    }
  }
}

function environment(secret: string, bucket: string, origin: string, apis: Apis, settings: Settings): Record<string, string> {
  const sockets = Fn.sub(`https://\${Api}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/${SOCKETS_STAGE}`, { Api: apis.sockets.ref });
  const optional = { MEDILINK_SMS_SENDER: settings.smsSender, MEDILINK_WEB_PUSH_CONTACT: settings.webPushContact, MEDILINK_SMS: settings.sms ? "sns" : undefined };
  return {
    MEDILINK_BUCKET: bucket,
    MEDILINK_PUBLIC_URL: origin,
    MEDILINK_SOCKETS_URL: sockets,
    // 42 characters with one that ends them: 32 bytes in base64url, of which the last two bits stay 0.
    MEDILINK_SECRET: `{{resolve:secretsmanager:${secret}:SecretString:::}}A`,
    MEDILINK_SES_FROM: settings.mailFrom,
    // Behind the distribution every caller has the same few addresses: it is the web ACL that counts those of viewers.
    MEDILINK_RATE_LIMIT: "off",
    ...Object.fromEntries(Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

function makeSecret(scope: Construct, keys: Keys): CfnSecret {
  const secret = new CfnSecret(scope, "Secret", {
    description: "MediLink: the root from which every other secret is derived",
    kmsKeyId: keys.running.attrArn,
    generateSecretString: { passwordLength: 42, excludePunctuation: true, requireEachIncludedType: false },
  });
  keep(secret);
  return secret;
}

/** Where the clock and the streams leave word of what ended a function. */
function makeFailures(scope: Construct, keys: Keys, topic: string): CfnQueue {
  const queue = new CfnQueue(scope, "Failures", { queueName: "medilink-failures", kmsMasterKeyId: keys.running.attrArn, messageRetentionPeriod: 14 * 86_400 });
  new CfnQueuePolicy(scope, "FailuresPolicy", {
    queues: [queue.ref],
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: queue.attrArn, Condition: { Bool: { "aws:SecureTransport": "false" } } }],
    },
  });
  watch(scope, "FailuresThere", topic, {
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.attrQueueName },
    statistic: "Maximum",
    threshold: 1,
    about: "A stream's record or a turn of the clock ended its function every time.",
  });
  return queue;
}

function watchApis(scope: Construct, apis: Apis, topic: string): void {
  const http = { namespace: "AWS/ApiGateway", dimensions: { ApiId: apis.http.ref, Stage: "$default" } };
  watch(scope, "HttpErrors", topic, { ...http, metricName: "5xx", statistic: "Sum", threshold: 5, about: "The API answered that it is broken." });
  watch(scope, "HttpSlow", topic, { ...http, metricName: "Latency", statistic: "p99", threshold: 3000, periods: 3, about: "One request in a hundred takes three seconds." });
  const sockets = { namespace: "AWS/ApiGateway", dimensions: { ApiId: apis.sockets.ref, Stage: SOCKETS_STAGE } };
  watch(scope, "SocketsErrors", topic, { ...sockets, metricName: "ExecutionError", statistic: "Sum", threshold: 5, about: "Frames of sockets came to nothing." });
}
