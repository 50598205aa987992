import type { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import { CfnEventSourceMapping, type CfnFunction } from "aws-cdk-lib/aws-lambda";
import { CfnMetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { watch } from "./alarms.ts";
import { type Common, idOf } from "./functions.ts";
import type { Operation, Stream } from "./manifest.ts";

/** The edge itself sets a record aside: after 5 failures, or 25 where the store is busy. Beyond that the function has ended. */
const TRIES = 50;
/** A stream forgets what is older. */
const SECONDS_OF_A_DAY = 86_400;
/** Minutes behind at which somebody has to look. */
const LATE_MINUTES = 10;

/** What the edge logs when a record becomes a dead letter, and the metric that counts it. */
export const SET_ASIDE = "a record is set aside";
export const SET_ASIDE_METRIC = { namespace: "MediLink", metricName: "SetAside" };

/** Lets a function follow what its operation declares: keys of one table, and its own dead letters. */
export function follow(
  scope: Construct,
  operation: Operation,
  stream: Stream,
  made: CfnFunction,
  tables: { platform: CfnTable; pool: CfnTable },
  common: Common,
): void {
  const replays = exactly(stream.replays.key);
  if (stream.table === "platform") {
    mapping(scope, idOf(operation.id), made, tables.platform.attrStreamArn, [beginning(stream.keys), replays], common);
  } else {
    mapping(scope, idOf(operation.id), made, tables.pool.attrStreamArn, [ofTenants(stream.keys)], common);
    mapping(scope, `${idOf(operation.id)}Replays`, made, tables.platform.attrStreamArn, [replays], common);
  }
  countLetters(scope, made);
  watch(scope, `${idOf(operation.id)}Late`, common.alarms, {
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: made.ref },
    metricName: "IteratorAge",
    statistic: "Maximum",
    threshold: LATE_MINUTES * 60_000,
    about: "A follower of a stream is behind.",
  });
}

function mapping(scope: Construct, id: string, made: CfnFunction, eventSourceArn: string, filters: object[], common: Common): void {
  new CfnEventSourceMapping(scope, `${id}Stream`, {
    functionName: made.ref,
    eventSourceArn,
    startingPosition: "TRIM_HORIZON",
    batchSize: 10,
    filterCriteria: { filters: filters.map((pattern) => ({ pattern: JSON.stringify(pattern) })) },
    functionResponseTypes: ["ReportBatchItemFailures"],
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: TRIES,
    maximumRecordAgeInSeconds: SECONDS_OF_A_DAY,
    destinationConfig: { onFailure: { destination: common.named.failures } },
  });
}

/** Dead letters lie in the table, which has no metric of them: they are counted where they are told. */
function countLetters(scope: Construct, made: CfnFunction): void {
  const id = `${made.node.id}SetAside`;
  const { logGroup } = made.loggingConfig as CfnFunction.LoggingConfigProperty;
  if (!logGroup || scope.node.tryFindChild(id)) return;
  new CfnMetricFilter(scope, id, {
    logGroupName: logGroup,
    filterPattern: `{ $.message = "${SET_ASIDE}" }`,
    metricTransformations: [{ metricNamespace: SET_ASIDE_METRIC.namespace, metricName: SET_ASIDE_METRIC.metricName, metricValue: "1" }],
  });
}

const partition = (is: unknown): object => ({ dynamodb: { Keys: { pk: { S: [is] } } } });

function beginning(keys: string): object {
  return partition({ prefix: keys });
}

function exactly(key: string): object {
  return partition(key);
}

/**
 * A tenant's partitions begin with its own prefix, and filters know beginnings and endings but no wildcards. One whole key
 * is an ending; of a family of keys the follower gets the records of every family, and passes over the others itself.
 */
function ofTenants(keys: string): object {
  return partition(keys.endsWith("#") ? { prefix: "T#" } : { suffix: `#${keys}` });
}
