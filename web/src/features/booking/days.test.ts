import { expect, test } from "vitest";
import { byDay } from "./days";

const slot = (start: string) => ({ start, end: start });

test("free times stand under the practice's day, in order, and days without any are left out", () => {
  const slots = ["2026-11-25T08:00:00Z", "2026-11-24T23:30:00Z", "2026-11-27T09:00:00Z"].map(slot);
  expect(byDay(slots, "Africa/Algiers").map(({ date, slots: found }) => [date, found.map(({ start }) => start.slice(11, 16))])).toEqual([
    ["2026-11-25", ["23:30", "08:00"]],
    ["2026-11-27", ["09:00"]],
  ]);
  expect(byDay(slots, "UTC").map(({ date }) => date)).toEqual(["2026-11-24", "2026-11-25", "2026-11-27"]);
  expect(byDay([], "UTC")).toEqual([]);
});
