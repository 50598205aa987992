import { CfnRole } from "aws-cdk-lib/aws-iam";
import type { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Aws } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { type Common, idOf } from "./functions.ts";
import type { Operation } from "./manifest.ts";

export function schedule(scope: Construct, operation: Operation, seconds: number, made: CfnFunction, group: string, common: Common): void {
  const id = idOf(operation.id);
  const role = new CfnRole(scope, `${id}ClockRole`, {
    assumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "scheduler.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
        },
      ],
    },
    policies: [
      {
        policyName: "invoke",
        policyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [made.attrArn] },
            { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [common.named.failures] },
          ],
        },
      },
    ],
  });
  new CfnSchedule(scope, `${id}Clock`, {
    name: operation.function,
    groupName: group,
    description: operation.summary,
    scheduleExpression: rate(seconds),
    flexibleTimeWindow: { mode: "OFF" },
    kmsKeyArn: common.keys.running.attrArn,
    target: {
      arn: made.attrArn,
      roleArn: role.attrArn,
      input: "{}",
      // The next turn does what this one could not.
      retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: Math.max(60, Math.min(seconds, 3600)) },
      deadLetterConfig: { arn: common.named.failures },
    },
  });
}

/** `rate(1 day)`; the scheduler knows nothing shorter than a minute. */
export function rate(seconds: number): string {
  for (const [unit, length] of [["day", 86_400], ["hour", 3_600], ["minute", 60]] as const) {
    const count = seconds / length;
    if (Number.isInteger(count)) return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
  }
  throw new Error(`every ${seconds} seconds: a schedule has whole minutes`);
}
