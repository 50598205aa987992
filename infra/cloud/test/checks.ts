import assert from "node:assert/strict";
import { test } from "node:test";
import { check, type Looked } from "../checks/check.ts";
import { PLAIN } from "../checks/plain.ts";
import { PROTECTIONS } from "../checks/protections.ts";
import { all, at, take, type Templates } from "../checks/template.ts";
import { readManifest } from "../src/manifest.ts";
import { buildEdge, FULL, MAIL, read, synthesise } from "./synth.ts";

const manifest = readManifest();
const usual = synthesise(MAIL);
const edge = buildEdge();
edge.app.synth();
/** With every setting, and with what stands before the distribution. */
const full = new Map([...synthesise(FULL), ...read(edge.outdir)]);

test("nothing is wrong with what is deployed", () => {
  assert.deepEqual(check(usual, manifest), []);
  assert.deepEqual(check(full, manifest), []);
});

test("every property of every type is a protection, or was said to be none", () => {
  const undecided = all(full).flatMap(({ id, resource }) => {
    const watched = (PROTECTIONS[resource.Type] ?? []).map(({ path }) => path.split(".")[1]);
    const plain = PLAIN[resource.Type];
    return Object.keys(resource.Properties ?? {})
      .filter((name) => !watched.includes(name) && !plain?.includes(name))
      .map((name) => `${resource.Type} ${name} (${id})`);
  });
  assert.deepEqual(undecided, []);
});

interface Removal {
  stack: string;
  what: string;
  remove: () => () => void;
}

/** Removes one thing after the other, and gives what no check noticed. */
function unnoticed(templates: Templates, removals: Removal[]): string[] {
  const looked = new Map<string, Looked>();
  assert.deepEqual(check(templates, manifest, looked), []);
  return removals.flatMap(({ stack, what, remove }) => {
    const back = remove();
    try {
      const others = new Map([...looked].filter(([name]) => name !== stack));
      return check(templates, manifest, others).length > 0 ? [] : [what];
    } finally {
      back();
    }
  });
}

test("each protection of each resource that is removed is missed", () => {
  const removals = all(full).flatMap(({ stack, id, resource }) =>
    (PROTECTIONS[resource.Type] ?? [])
      .filter(({ of, path }) => (!of || of(resource)) && at(resource, path) !== undefined)
      .map(({ path }) => ({ stack, what: `${id}: ${path}`, remove: () => take(resource, path) })),
  );
  assert.ok(removals.length > 1000, `${removals.length}`);
  assert.deepEqual(unnoticed(full, removals), []);
  assert.deepEqual(check(full, manifest), [], "all is put back");
});

test("each protection that is switched off instead is missed", () => {
  const removals = all(full).flatMap(({ stack, id, resource }) =>
    (PROTECTIONS[resource.Type] ?? [])
      .filter(({ of, path }) => (!of || of(resource)) && at(resource, path) === true)
      .map(({ path }) => ({ stack, what: `${id}: ${path}`, remove: () => put(resource, path, false) })),
  );
  assert.ok(removals.length > 40, `${removals.length}`);
  assert.deepEqual(unnoticed(full, removals), []);
});

test("each resource that protects, watches or carries something is missed as a whole", () => {
  const needed = [
    "AWS::ApiGatewayV2::Route",
    "AWS::CloudWatch::Alarm",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Logs::LogGroup",
    "AWS::Logs::MetricFilter",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::Scheduler::Schedule",
    "AWS::WAFv2::LoggingConfiguration",
  ];
  const removals = [...full].flatMap(([stack, template]) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => needed.includes(Type))
      .map(([id]) => ({ stack, what: id, remove: () => take(template.Resources, id) })),
  );
  assert.ok(removals.length > 500, `${removals.length}`);
  assert.deepEqual(unnoticed(full, removals), []);
});

test("each statement of a policy on a thing, and each condition of it, is missed", () => {
  const documents: Record<string, string> = {
    "AWS::S3::BucketPolicy": "Properties.PolicyDocument.Statement",
    "AWS::SNS::TopicPolicy": "Properties.PolicyDocument.Statement",
    "AWS::SQS::QueuePolicy": "Properties.PolicyDocument.Statement",
    "AWS::KMS::Key": "Properties.KeyPolicy.Statement",
  };
  const removals = Object.entries(documents).flatMap(([type, path]) =>
    all(full, type).flatMap(({ stack, id, resource }) =>
      (at(resource, path) as unknown[]).flatMap((statement, number) => {
        const what = `${id}: ${number}`;
        const condition = at(statement, "Condition") ? [{ stack, what: `${what} condition`, remove: () => take(statement, "Condition") }] : [];
        const refusal = at(statement, "Effect") === "Deny" ? [{ stack, what, remove: () => take(resource, `${path}.${number}`) }] : [];
        return [...condition, ...refusal];
      }),
    ),
  );
  assert.ok(removals.length >= 15, `${removals.length}`);
  assert.deepEqual(unnoticed(full, removals), []);
});

test("each bound of each grant on keys that is dropped is missed, and each that is widened", () => {
  const statements = all(full, "AWS::IAM::Role").flatMap(({ stack, id, resource }) =>
    ((at(resource, "Properties.Policies.0.PolicyDocument.Statement") ?? []) as unknown[]).map((statement) => ({ stack, id, statement })),
  );
  const keyed = statements.filter(({ statement }) => at(statement, "Condition.Null"));
  assert.ok(keyed.length > 300, `${keyed.length}`);
  const keys = "Condition.ForAllValues:StringLike.dynamodb:LeadingKeys";
  const removals = keyed.flatMap(({ stack, id, statement }) => [
    { stack, what: `${id}: like`, remove: () => take(statement, "Condition.ForAllValues:StringLike") },
    { stack, what: `${id}: null`, remove: () => take(statement, "Condition.Null") },
    { stack, what: `${id}: any key`, remove: () => put(statement, keys, ["*"]) },
    { stack, what: `${id}: any table`, remove: () => put(statement, "Resource", [{ "Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*" }]) },
    { stack, what: `${id}: any action`, remove: () => put(statement, "Action", ["dynamodb:*"]) },
  ]);
  assert.deepEqual(unnoticed(full, removals), []);
});

/** Puts a value at a path, and gives what puts the former one back. */
function put(value: unknown, path: string, now: unknown): () => void {
  const names = path.split(".");
  const last = names.pop() as string;
  const holder = (names.length > 0 ? at(value, names.join(".")) : value) as Record<string, unknown>;
  const before = holder[last];
  holder[last] = now;
  return () => (holder[last] = before);
}
