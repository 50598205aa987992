import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { all, at, text, type Templates } from "../checks/template.ts";
import { logGroupName, OPEN, SENDS_MAIL, SENDS_SMS } from "../src/grants.ts";
import { type Operation, readManifest } from "../src/manifest.ts";
import { ANY_POOLED, IAM, INDEX, PLATFORM_TABLE, POOL_TABLE, statements } from "../src/policy.ts";
import { FULL, MAIL, synthesise } from "./synth.ts";

const manifest = readManifest();
const full = synthesise(FULL);

interface Plain {
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: unknown;
}

/** What the role of each function may do, by the function's handler, with nothing left out. */
function granted(templates: Templates): Map<string, Plain[]> {
  return new Map(
    all(templates, "AWS::Lambda::Function").map(({ stack, resource }) => {
      const resources = templates.get(stack)?.Resources ?? {};
      const role = resources[(at(resource, "Properties.Role.Fn::GetAtt") as string[])[0] as string];
      const managed = ((at(role, "Properties.ManagedPolicyArns") ?? []) as unknown[]).map((ref) => at(resources[at(ref, "Ref") as string], "Properties.PolicyDocument"));
      const own = ((at(role, "Properties.Policies") ?? []) as unknown[]).map((policy) => at(policy, "PolicyDocument"));
      const plain = [...own, ...managed].flatMap((document) => at(document, "Statement") as Plain[]);
      return [at(resource, "Properties.Handler") as string, plain.map((s) => ({ ...s, Resource: s.Resource.map(text) }))];
    }),
  );
}

/** A resource as the guard's documents write it: any account and region, for there is one of each. */
function anywhere(resource: string): string {
  return resource.replace("arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:", "arn:aws:dynamodb:*:*:");
}

const onKeys = (s: Plain): boolean => JSON.stringify(s.Condition ?? {}).includes("dynamodb:LeadingKeys");
const sorted = (all: unknown[]): string[] => all.map((each) => JSON.stringify(each)).sort();
const distinct = (all: unknown[]): string[] => [...new Set(sorted(all))];

/** What an operation's role holds beside its grants, by what it declares. */
function beside(operation: Operation): string[] {
  const { id, trigger } = operation;
  const list = ["logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTelemetryRecords", "xray:PutTraceSegments"];
  if (operation.documents) list.push("s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject");
  if (operation.sockets) list.push("execute-api:ManageConnections");
  if ("stream" in trigger) list.push("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");
  if ("stream" in trigger || "schedule" in trigger) list.push("sqs:SendMessage");
  if (SENDS_MAIL.includes(id)) list.push("ses:SendEmail", "ses:SendRawEmail");
  if (SENDS_SMS.includes(id)) list.push("sns:Publish", "sns:Publish");
  return list.sort();
}

test("each role holds its operation's declared grants on keys, and no other", () => {
  const roles = granted(full);
  assert.equal(roles.size, manifest.operations.length);
  for (const operation of manifest.operations) {
    const own = (roles.get(operation.handler) ?? []).filter(onKeys);
    const plain = own.map((s) => ({ ...s, Resource: s.Resource.map(anywhere) }));
    assert.deepEqual(sorted(plain), distinct(statements(operation.grants, ANY_POOLED)), operation.id);
  }
});

test("each role holds beside its grants what follows from its declaration, and no other", () => {
  const roles = granted(full);
  for (const operation of manifest.operations) {
    const others = (roles.get(operation.handler) ?? []).filter((s) => !onKeys(s));
    assert.deepEqual(others.flatMap((s) => s.Action).sort(), beside(operation), operation.id);
    for (const statement of others.filter((s) => s.Effect === "Allow")) {
      for (const resource of statement.Resource.filter((r) => r.includes("*"))) {
        assert.ok(OPEN.some((open) => open.resource.test(resource) && statement.Action.every((a) => open.actions.includes(a))), `${operation.id}: ${resource}`);
      }
    }
    const logs = others.find((s) => s.Action.includes("logs:PutLogEvents"));
    assert.ok(logs?.Resource.every((r) => r.endsWith(`:log-group:${logGroupName(operation.function)}:log-stream:*`)), operation.id);
  }
});

test("every reason for a wildcard is needed", () => {
  const found = [...granted(full).values()].flat().flatMap((s) => s.Resource.map((resource) => ({ resource, actions: s.Action })));
  for (const open of OPEN) {
    assert.ok(found.some(({ resource, actions }) => open.resource.test(resource) && actions.every((a) => open.actions.includes(a))), open.reason);
    assert.match(open.reason, /\.$/);
  }
});

test("text messages are nobody's where they are off", () => {
  const all = [...granted(synthesise(MAIL)).values()].flat().flatMap((s) => s.Action);
  assert.ok(!all.includes("sns:Publish") && all.includes("ses:SendEmail"));
});

const rust = (path: string): string => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");

test("the documents are written as the guard's are: names, index, conditions, patterns", () => {
  const grant = rust("shared/operation/src/grant.rs");
  const arms = [...grant.matchAll(/^\s*((?:Self::\w+(?: \| )?)+) => &\[((?:"[\w:]+"(?:, )?)+)\],$/gm)];
  const iam = arms.flatMap(([, names, actions]) => [...(names ?? "").matchAll(/Self::(\w+)/g)].map(([, name]) => [name, JSON.parse(`[${actions}]`)]));
  assert.deepEqual(Object.fromEntries(iam), IAM);
  assert.match(grant, /let star = if self\.keys\.ends_with\('#'\) \{ "\*" \} else \{ "" \};\s*format!\("\{prefix\}\{\}\{star\}", self\.keys\)/);

  const policy = rust("shared/operation/src/policy.rs");
  assert.ok(policy.includes(`PLATFORM_TABLE: &str = "${PLATFORM_TABLE}"`) && policy.includes(`POOL_TABLE: &str = "${POOL_TABLE}"`));
  assert.ok(policy.includes('format!("T#{}#", self.tenant)') && policy.includes('format!("arn:aws:dynamodb:*:*:table/{table}")'));
  assert.ok(policy.includes(`format!("{arn}/index/${INDEX}")`) && policy.includes("matches!(action, Action::QueryIndex) == on_index"));
  const conditions = /"Condition": \{\s*"ForAllValues:StringLike": \{"dynamodb:LeadingKeys": \[grant\.pattern\(prefix\)\]\},(?:\s*\/\/.*)?\s*"Null": \{"dynamodb:LeadingKeys": "false"\},\s*\}/;
  assert.match(policy, conditions);
});

/** The operations whose source, or a file beside it that has no operation of its own, uses such a thing of the platform. */
function users(thing: RegExp): string[] {
  const domains = new Set(manifest.operations.map((o) => o.domain));
  return [...domains].flatMap((domain) =>
    readdirSync(fileURLToPath(new URL(`../../../functions/${domain}/src`, import.meta.url)))
      .filter((name) => name.endsWith(".rs") && thing.test(rust(`functions/${domain}/src/${name}`)))
      .map((name) => `${domain}.${name.replace(".rs", "")}`),
  );
}

test("who sends mails and text messages is who the source says", () => {
  assert.deepEqual(users(/platform\.mailer\b/).sort(), [...SENDS_MAIL].sort());
  assert.deepEqual(users(/platform\.texter\b/).sort(), [...SENDS_SMS].sort());
});
