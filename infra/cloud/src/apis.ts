import { Fn } from "aws-cdk-lib";
import { CfnAccount } from "aws-cdk-lib/aws-apigateway";
import { CfnApi, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnRole } from "aws-cdk-lib/aws-iam";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { keep, type Keys } from "./keys.ts";
import type { Settings } from "./settings.ts";

export interface Apis {
  http: CfnApi;
  sockets: CfnApi;
  httpStage: CfnStage;
  socketsStage: CfnStage;
}

/** The stage of the WebSocket API, by which it answers at `/ws`, as the gateway of one machine does. */
export const SOCKETS_STAGE = "ws";

/** No address beyond the caller's, no query, no header: tickets and searches stay out of logs. */
const LINE = ["requestId", "identity.sourceIp", "requestTime", "routeKey", "status", "integrationLatency", "integrationErrorMessage"];
const HTTP_LINE = [...LINE, "httpMethod", "protocol", "responseLength", "responseLatency"];
const SOCKETS_LINE = [...LINE, "eventType", "connectionId"];

export function makeApis(scope: Construct, keys: Keys, settings: Settings): Apis {
  const http = new CfnApi(scope, "HttpApi", { name: "medilink", protocolType: "HTTP", description: "MediLink: the API" });
  const sockets = new CfnApi(scope, "SocketsApi", {
    name: "medilink-sockets",
    protocolType: "WEBSOCKET",
    routeSelectionExpression: "$request.body.action",
    description: "MediLink: what happens live",
  });
  const limits = { throttlingRateLimit: settings.requestsPerSecond, throttlingBurstLimit: settings.requestsAtOnce, detailedMetricsEnabled: true };
  const httpStage = new CfnStage(scope, "HttpStage", {
    apiId: http.ref,
    stageName: "$default",
    autoDeploy: true,
    accessLogSettings: { destinationArn: accessLog(scope, "HttpLog", "/medilink/api/http", keys, settings), format: line(HTTP_LINE) },
    defaultRouteSettings: limits,
  });
  const socketsStage = new CfnStage(scope, "SocketsStage", {
    apiId: sockets.ref,
    stageName: SOCKETS_STAGE,
    autoDeploy: true,
    accessLogSettings: { destinationArn: accessLog(scope, "SocketsLog", "/medilink/api/sockets", keys, settings), format: line(SOCKETS_LINE) },
    // Frames hold what people write to each other: they are never traced.
    defaultRouteSettings: { ...limits, loggingLevel: "ERROR", dataTraceEnabled: false },
  });
  socketsStage.addResourceDependency(accountLogs(scope));
  return { http, sockets, httpStage, socketsStage };
}

function accessLog(scope: Construct, id: string, logGroupName: string, keys: Keys, settings: Settings): string {
  const group = new CfnLogGroup(scope, id, { logGroupName, retentionInDays: settings.logDays, kmsKeyId: keys.running.attrArn });
  return Fn.sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}", { Group: group.ref });
}

function line(fields: string[]): string {
  return JSON.stringify(Object.fromEntries(fields.map((field) => [field.replace("identity.", ""), `$context.${field}`])));
}

/** WebSocket APIs write logs by a role that an account has one of for each region. */
function accountLogs(scope: Construct): CfnAccount {
  const role = new CfnRole(scope, "GatewayLogsRole", {
    assumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
    managedPolicyArns: [Fn.sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs")],
  });
  const account = new CfnAccount(scope, "GatewayLogs", { cloudWatchRoleArn: role.attrArn });
  keep(role);
  keep(account);
  return account;
}
