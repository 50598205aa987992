import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { all } from "../checks/template.ts";
import { alarmCount, costOf, page, PAGE } from "../src/cost.ts";
import { readManifest } from "../src/manifest.ts";
import { MAIL, synthesise } from "./synth.ts";

test("the page on cost is current", () => {
  assert.equal(readFileSync(PAGE, "utf8"), page(), "npm run cost");
});

test("the page counts the alarms that there are", () => {
  assert.equal(alarmCount(readManifest().operations), all(synthesise(MAIL), "AWS::CloudWatch::Alarm").length);
});

test("a booking costs its units, its function, its request and its logs", () => {
  const { store, gateway, mails } = costOf("scheduling.book_appointment");
  assert.equal(store.toFixed(9), (2 * 0.125e-6 + 6 * 0.625e-6).toFixed(9));
  assert.ok(gateway > 2e-6 && mails === 0);
  assert.throws(() => costOf("scheduling.book_appointment/never"), /was not measured/);
});
