import assert from "node:assert/strict";
import { test } from "node:test";
import type { App } from "aws-cdk-lib";
import { EXCEPTIONS, type Exception } from "../src/exceptions.ts";
import { type Finding, hold } from "../src/nag.ts";
import { build, buildEdge, FULL, MAIL } from "./synth.ts";

/** The findings of a synthesis, and whether it passed. */
function synthesised({ app }: { app: App }, exceptions?: Exception[]): { findings: Finding[]; passed: boolean } {
  const findings = hold(app, exceptions);
  try {
    app.synth();
    return { findings, passed: true };
  } catch (error) {
    assert.equal((error as Error).name, "ValidationFailed");
    return { findings, passed: false };
  }
}

const both = [build(MAIL), build(FULL), buildEdge()].map((built) => synthesised(built));
const all = both.flatMap(({ findings }) => findings);

test("cdk-nag finds nothing that is not explained", () => {
  const open = all.filter(({ exception }) => !exception).map(({ rule, path }) => `${rule} ${path}`);
  assert.deepEqual([...new Set(open)], []);
  assert.ok(both.every(({ passed }) => passed));
  assert.ok(all.length > 500, "the packs have looked");
});

test("every exception explains something and gives a reason", () => {
  for (const exception of EXCEPTIONS) {
    assert.ok(all.some((finding) => finding.exception === exception), `${exception.rule} ${exception.path}`);
    assert.match(exception.reason, /^[A-Z].{30,}\.$/s);
  }
});

test("a synthesis with a finding that nothing explains fails", () => {
  assert.equal(synthesised(build(MAIL), EXCEPTIONS.slice(1)).passed, false);
});
