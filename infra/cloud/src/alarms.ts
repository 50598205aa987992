import { Fn } from "aws-cdk-lib";
import { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch";
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Keys } from "./keys.ts";
import type { Settings } from "./settings.ts";

/** Where alarms go. */
export function makeTopic(scope: Construct, keys: Keys, settings: Settings): CfnTopic {
  const topic = new CfnTopic(scope, "Alarms", { topicName: "medilink-alarms", kmsMasterKeyId: keys.running.attrArn });
  new CfnTopicPolicy(scope, "AlarmsPolicy", {
    topics: [topic.ref],
    policyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: topic.ref,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "Alarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic.ref,
          Condition: { StringEquals: { "aws:SourceAccount": Fn.ref("AWS::AccountId") } },
        },
      ],
    },
  });
  if (settings.alarmEmail) new CfnSubscription(scope, "AlarmsByMail", { topicArn: topic.ref, protocol: "email", endpoint: settings.alarmEmail });
  return topic;
}

export interface Watch {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  /** `Sum`, `Maximum` and so on, or a percentile. */
  statistic: string;
  threshold: number;
  /** Periods in a row, of `seconds` each. */
  periods?: number;
  seconds?: number;
  about: string;
}

/** An alarm where the metric reaches the threshold; no data is no alarm. */
export function watch(scope: Construct, id: string, topic: string, w: Watch): void {
  const percentile = w.statistic.startsWith("p");
  new CfnAlarm(scope, id, {
    alarmDescription: w.about,
    namespace: w.namespace,
    metricName: w.metricName,
    dimensions: Object.entries(w.dimensions).map(([name, value]) => ({ name, value })),
    ...(percentile ? { extendedStatistic: w.statistic } : { statistic: w.statistic }),
    period: w.seconds ?? 300,
    evaluationPeriods: w.periods ?? 1,
    threshold: w.threshold,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [topic],
    okActions: [topic],
  });
}
