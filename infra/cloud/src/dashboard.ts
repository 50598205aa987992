import { Aws, Stack } from "aws-cdk-lib";
import { CfnDashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Apis } from "./apis.ts";
import { PLATFORM_TABLE, POOL_TABLE } from "./policy.ts";

type Metric = (string | { label?: string; stat?: string; expression?: string; id?: string })[];

/** What somebody looks at first when an alarm comes: requests, functions, tables, streams, what was set aside. */
export function makeDashboard(scope: Construct, apis: Apis, failures: string, domains: string[]): void {
  const api = (name: string, stat: string): Metric => ["AWS/ApiGateway", name, "ApiId", apis.http.ref, { stat, label: name }];
  const sockets = (name: string): Metric => ["AWS/ApiGateway", name, "ApiId", apis.sockets.ref, { stat: "Sum", label: name }];
  const tables = (name: string): Metric[] => [PLATFORM_TABLE, POOL_TABLE].map((table) => ["AWS/DynamoDB", name, "TableName", table, { stat: "Sum" }]);
  const functions = (metric: string, stat: string): Metric[] =>
    domains.map((domain) => {
      const found = `SEARCH('{AWS/Lambda,FunctionName} MetricName="${metric}" FunctionName=${domain}', '${stat}')`;
      return [{ expression: stat === "Sum" ? `SUM(${found})` : `MAX(${found})`, label: domain }];
    });
  const graphs: [string, Metric[]][] = [
    ["Requests", [api("Count", "Sum"), api("4xx", "Sum"), api("5xx", "Sum")]],
    ["How long answers take (ms)", [api("Latency", "p50"), api("Latency", "p99"), api("IntegrationLatency", "p99")]],
    ["Sockets", ["ConnectCount", "MessageCount", "ClientError", "ExecutionError"].map(sockets)],
    ["Functions that broke", functions("Errors", "Sum")],
    ["Calls that found no room", functions("Throttles", "Sum")],
    ["Streams: how far behind (ms)", functions("IteratorAge", "Maximum")],
    ["Tables: units read", tables("ConsumedReadCapacityUnits")],
    ["Tables: units written", tables("ConsumedWriteCapacityUnits")],
    ["Tables: throttled", [...tables("ReadThrottleEvents"), ...tables("WriteThrottleEvents")]],
    ["What ended a function", [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", failures, { stat: "Maximum" }]]],
  ];
  const widgets = graphs.map(([title, metrics], place) => ({
    type: "metric",
    x: (place % 2) * 12,
    y: Math.floor(place / 2) * 6,
    width: 12,
    height: 6,
    properties: { title, metrics, region: Aws.REGION, view: "timeSeries", period: 300 },
  }));
  new CfnDashboard(scope, "Dashboard", { dashboardName: "medilink", dashboardBody: Stack.of(scope).toJsonString({ widgets }) });
}
