/**
 * The whole of what a function's role may do: the documents of its operations' grants, and what comes with how it is set
 * off and with what it declares beside the store. Nothing else writes statements for functions.
 */
import { Aws, Fn } from "aws-cdk-lib";
import { SOCKETS_STAGE } from "./apis.ts";
import { DOCUMENTS_NAME } from "./buckets.ts";
import type { Operation } from "./manifest.ts";
import { ANY_POOLED, type Statement, statements } from "./policy.ts";
import { mailAddress, mailDomain, type Settings } from "./settings.ts";

/** What the statements name that other stacks make. */
export interface Named {
  settings: Settings;
  socketsApi: string;
  platformStream: string;
  poolStream: string;
  failures: string;
}

/** Who hands mails to SES, and text messages to SNS: the manifest does not say it of operations. */
export const SENDS_MAIL = ["identity.send_reset_mail", "notifications.send_mail"];
export const SENDS_SMS = ["notifications.send_sms"];

/** Statements on `*`, or with a part of a name left open, because AWS has nothing finer. */
export const OPEN: { resource: RegExp; actions: string[]; reason: string }[] = [
  { resource: /^\*$/, actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], reason: "X-Ray has no resources to name." },
  { resource: /^\*$/, actions: ["dynamodb:ListStreams"], reason: "The list of streams is an account's; Lambda asks for it before it reads one." },
  { resource: /^\*$/, actions: ["sns:Publish"], reason: "A telephone number is no resource; topics are denied beside it." },
  { resource: /:log-group:[\w/-]+:log-stream:\*$/, actions: ["logs:CreateLogStream", "logs:PutLogEvents"], reason: "Lambda names the streams of a function's own log group." },
  { resource: /\/@connections\/\*$/, actions: ["execute-api:ManageConnections"], reason: "Who is connected is not known before; other routes of the API are not named." },
  { resource: /:s3:::medilink-documents-[^/]+\/\*$/, actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], reason: "Objects are named by ids; the manifest declares the bucket as a whole." },
];

const DOCUMENTS_ARN = `arn:\${AWS::Partition}:s3:::${DOCUMENTS_NAME}`;
const known = new Map<string, string>();

/** A name with account, region and partition to be filled in: the same for the same text, so that equal statements are found. */
function arn(text: string): string {
  const made = known.get(text) ?? Fn.sub(text);
  known.set(text, made);
  return made;
}

/** The policy of a function that serves these operations. */
export function policyOf(operations: Operation[], functionName: string, named: Named): Statement[] {
  const all = operations.flatMap((operation) => [...statements(operation.grants, ANY_POOLED).map(here), ...beside(operation, named)]);
  return distinct([...running(functionName), ...all]);
}

/** A statement of the guard's document, on this account and region alone. */
function here(statement: Statement): Statement {
  const own = (resource: unknown): unknown =>
    arn(String(resource).replace("arn:aws:dynamodb:*:*:", "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:"));
  return { ...statement, Resource: statement.Resource.map(own) };
}

function running(functionName: string): Statement[] {
  const group = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${logGroupName(functionName)}`;
  return [
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], arn(`${group}:log-stream:*`)),
    allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
  ];
}

function beside({ id, trigger, documents, sockets }: Operation, named: Named): Statement[] {
  const more: Statement[] = [];
  if (documents) {
    more.push(allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], arn(`${DOCUMENTS_ARN}/*`)));
    // Without it S3 answers 403 for an object that is not there, and nobody could tell.
    more.push(allow(["s3:ListBucket"], arn(DOCUMENTS_ARN)));
  }
  if (sockets) {
    const api = `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${named.socketsApi}`;
    const connections = ["POST", "DELETE"].map((method) => `${api}/${SOCKETS_STAGE}/${method}/@connections/*`);
    more.push(allow(["execute-api:ManageConnections"], ...connections));
  }
  if ("stream" in trigger) {
    const streams = new Set([named.platformStream, trigger.stream.table === "tenants" ? named.poolStream : named.platformStream]);
    more.push(allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], ...streams));
    more.push(allow(["dynamodb:ListStreams"], "*"));
  }
  if ("stream" in trigger || "schedule" in trigger) more.push(allow(["sqs:SendMessage"], named.failures));
  if (SENDS_MAIL.includes(id)) {
    const identity = arn(`arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/${mailDomain(named.settings)}`);
    const from = { StringEquals: { "ses:FromAddress": mailAddress(named.settings) } };
    // The first is what SES asks for a mail, the second for one that is written whole, as ours are.
    more.push({ ...allow(["ses:SendEmail", "ses:SendRawEmail"], identity), Condition: from });
  }
  if (named.settings.sms && SENDS_SMS.includes(id)) {
    more.push(allow(["sns:Publish"], "*"));
    more.push({ ...allow(["sns:Publish"], arn("arn:${AWS::Partition}:sns:*:*:*")), Effect: "Deny" });
  }
  return more;
}

export function logGroupName(functionName: string): string {
  return `/medilink/functions/${functionName}`;
}

function allow(actions: string[], ...resources: unknown[]): Statement {
  return { Effect: "Allow", Action: actions, Resource: resources };
}

function distinct(all: Statement[]): Statement[] {
  return [...new Map(all.map((statement) => [JSON.stringify(statement), statement])).values()];
}
