import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { check } from "../checks/check.ts";
import { strict } from "../checks/protections.ts";
import { all, at, type Templates, text } from "../checks/template.ts";
import { contentSecurityPolicy } from "../src/site.ts";
import { type Manifest, type Operation, readManifest } from "../src/manifest.ts";
import { MOST, place, readPlacement } from "../src/placement.ts";
import { SET_ASIDE } from "../src/followers.ts";
import { rate } from "../src/schedules.ts";
import { build, FULL, MAIL, synthesise } from "./synth.ts";

const manifest = readManifest();

/** 200 operations with the grants of real ones: a domain of 110 among them, and every kind of trigger. */
function many(): Manifest {
  const real = manifest.operations;
  const operations = Array.from({ length: 200 }, (_, number): Operation => {
    const like = real[number % real.length] as Operation;
    const domain = number < 110 ? "large" : like.domain;
    const id = `${domain}.made_${number}`;
    const { trigger } = like;
    return {
      ...like,
      id,
      domain,
      function: id.replace(".", "-"),
      handler: id,
      trigger: "http" in trigger ? { http: { ...trigger.http, path: `/v1/made/${number}` } } : "socket" in trigger ? { socket: { route: `made${number}` } } : trigger,
    };
  });
  return { operations };
}

function sizes(templates: Templates): number[] {
  return [...templates.values()].map(({ Resources }) => Object.keys(Resources).length);
}

test("no stack has more than 400 resources, with 200 operations and today", () => {
  const made = synthesise(FULL, many());
  assert.equal(all(made, "AWS::Lambda::Function").length, 200);
  for (const templates of [made, synthesise(FULL)]) {
    assert.ok(Math.max(...sizes(templates)) <= 400, sizes(templates).join());
    for (const [name, template] of templates) {
      // CloudFormation takes a template of 1 MB, and 200 parameters and outputs.
      assert.ok(JSON.stringify(template).length < 900_000, name);
      assert.ok(Object.keys(template.Parameters ?? {}).length <= 200 && Object.keys(template.Outputs ?? {}).length <= 200, name);
    }
  }
});

test("the placement is current, keeps what it has, and fills no stack beyond its room", () => {
  const placement = readPlacement();
  assert.deepEqual(place(manifest.operations, placement), placement, "npm run place");
  const grown = place(many().operations.concat(manifest.operations), placement);
  for (const [id, part] of Object.entries(placement)) assert.equal(grown[id], part);
  const counts = new Map<string, number>();
  for (const part of Object.values(grown)) counts.set(part, (counts.get(part) ?? 0) + 1);
  assert.ok(Math.max(...counts.values()) <= MOST);
});

test("a function for each domain serves the same routes, streams and schedules", () => {
  const domains = new Set(manifest.operations.map((o) => o.domain));
  const context = { ...FULL, functions: "domain" };
  assert.throws(() => synthesise(context), /does not say that bootstraps serve a domain/);
  const knowing = { ...manifest, domainHandlers: true };
  const together = synthesise(context, knowing);
  assert.deepEqual(new Set(all(together, "AWS::Lambda::Function").map(({ resource }) => at(resource, "Properties.Handler"))), domains);
  assert.deepEqual(check(together, knowing), []);
  const keys = (templates: Templates): unknown[] => all(templates, "AWS::ApiGatewayV2::Route").map(({ resource }) => at(resource, "Properties.RouteKey")).sort();
  assert.deepEqual(keys(together), keys(synthesise(FULL)));
  for (const { id, resource } of all(together, "AWS::IAM::ManagedPolicy")) {
    assert.ok(JSON.stringify(at(resource, "Properties.PolicyDocument")).length < 8_000, id);
  }
});

test("a role's own policy fits", () => {
  for (const { id, resource } of all(synthesise(FULL), "AWS::IAM::Role")) {
    const policies = ((at(resource, "Properties.Policies") ?? []) as unknown[]).map((policy) => {
      const document = structuredClone(at(policy, "PolicyDocument")) as { Statement: { Resource: unknown[] }[] };
      for (const statement of document.Statement) statement.Resource = [statement.Resource].flat().map((r) => text(r).replace(/\$\{[^}]+\}/g, "x".repeat(20)));
      return JSON.stringify(document).length;
    });
    assert.ok(policies.reduce((sum, length) => sum + length, 0) <= 10_240, `${id}: ${policies.join()}`);
  }
});

test("settings: every mistake is told together", () => {
  const wrong = { functions: "each", architecture: "riscv", logDays: "3", requestsPerSecond: "0", domainName: "x.example", webAclArn: "arn:aws:wafv2:eu-south-1:1:x" };
  assert.throws(
    () => build(wrong),
    (error: Error) => ["functions", "architecture", "logDays", "requestsPerSecond", "certificateArn", "webAclArn is an ARN", "mailFrom"].every((name) => error.message.includes(name)),
  );
  assert.throws(() => build({ ...MAIL, mailFrom: "nobody" }), /mailFrom is no e-mail address/);
});

test("the pages' policy is strict, and stricter than a lax one", () => {
  const policy = contentSecurityPolicy("https://documents.example");
  assert.ok(strict(policy));
  for (const [from, to] of [
    ["script-src 'self'", "script-src 'self' 'unsafe-inline'"],
    ["default-src 'none'", "default-src 'self'"],
    ["frame-ancestors 'none'", "frame-ancestors *"],
    ["connect-src 'self'", "connect-src 'self' https:"],
    ["base-uri 'none'; ", ""],
  ] as const) {
    assert.ok(policy.includes(from) && !strict(policy.replace(from, to)), to);
  }
});

test("addresses of pages name the files that the gateway of one machine serves", () => {
  const code = readFileSync(fileURLToPath(new URL("../src/site-router.js", import.meta.url)), "utf8");
  const routed = (uri: string): string => vm.runInNewContext(`${code}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`) as string;
  const pages = { "/": "/index.html", "/docs": "/docs.html", "/reset": "/reset.html", "/assets/site.css": "/site.css", "/favicon.ico": "/favicon.ico" };
  for (const [uri, file] of Object.entries(pages)) assert.equal(routed(uri), file);
});

test("the bucket's CORS is what the store of one machine allows", () => {
  const cors = at(all(synthesise(MAIL), "AWS::S3::Bucket").find(({ id }) => id === "Documents")?.resource, "Properties.CorsConfiguration.CorsRules.0");
  const local = readFileSync(fileURLToPath(new URL("../../local/objects/src/cors.rs", import.meta.url)), "utf8");
  const listed = (name: string): string[] => new RegExp(`const ${name}: HeaderValue =\\s*HeaderValue::from_static\\("([^"]+)"\\)`).exec(local)?.[1]?.split(", ") ?? [];
  assert.deepEqual([at(cors, "AllowedMethods"), at(cors, "AllowedHeaders"), at(cors, "ExposedHeaders")], ["METHODS", "HEADERS", "EXPOSED"].map(listed));
});

test("tables have the shape of a silo tenant's own", () => {
  const template = JSON.parse(readFileSync(fileURLToPath(new URL("../../tenant/template.json", import.meta.url)), "utf8")) as unknown;
  const shape = at(template, "Resources.Table.Properties") as Record<string, unknown>;
  const tables = all(synthesise(MAIL), "AWS::DynamoDB::Table");
  assert.deepEqual(tables.map(({ resource }) => at(resource, "Properties.TableName")), ["medilink-platform", "medilink-pool"]);
  for (const { resource } of tables) {
    const { TableName: _, SSESpecification: __, Tags: ___, ...same } = shape;
    const { TableName: _a, SSESpecification: _b, ...own } = resource.Properties ?? {};
    assert.deepEqual(own, same);
  }
});

test("the root secret is 32 bytes in base64url, whatever is drawn", () => {
  const templates = synthesise(MAIL);
  const drawn = at(all(templates, "AWS::SecretsManager::Secret")[0]?.resource, "Properties.GenerateSecretString");
  assert.deepEqual([at(drawn, "ExcludePunctuation"), at(drawn, "PasswordLength")], [true, 42]);
  for (const { resource } of all(templates, "AWS::Lambda::Function")) {
    const secret = text(at(resource, "Properties.Environment.Variables.MEDILINK_SECRET"));
    assert.match(secret, /^\{\{resolve:secretsmanager:\$\{\w+\}:SecretString:::\}\}A$/);
  }
  for (const letter of ["0", "9", "A", "z"]) {
    const written = `${letter.repeat(42)}A`;
    const bytes = Buffer.from(written, "base64url");
    assert.deepEqual([bytes.length, bytes.toString("base64url")], [32, written]);
  }
});

test("dead letters are counted by what the edge says of them", () => {
  const edge = readFileSync(fileURLToPath(new URL("../../../shared/edge/src/follow.rs", import.meta.url)), "utf8");
  assert.equal(edge.split(`"${SET_ASIDE}"`).length - 1, 2);
});

test("schedules have whole minutes", () => {
  assert.deepEqual([60, 120, 3600, 86_400, 172_800].map(rate), ["rate(1 minute)", "rate(2 minutes)", "rate(1 hour)", "rate(1 day)", "rate(2 days)"]);
  assert.throws(() => rate(90));
});
