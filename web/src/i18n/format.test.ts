import { describe, expect, test } from "vitest";
import { firstLanguage, isolate } from ".";
import { dateIn, daysAfter, formats } from "./format";

const START = "2026-11-24T08:20:00Z";

describe("dates", () => {
  test("are those of the practice's clock, wherever the reader is", () => {
    expect(formats("fr").time(START, "Africa/Algiers")).toBe("09:20");
    expect(formats("en").time(START, "Asia/Tokyo")).toBe("17:20");
    expect(dateIn("Asia/Tokyo", "2026-11-24T20:00:00Z")).toBe("2026-11-25");
  });

  test("have Algeria's months and Latin digits in Arabic", () => {
    expect(formats("ar").day(START, "Africa/Algiers")).toMatch(/^الثلاثاء.*24.*نوفمبر.*2026$/);
    expect(formats("ar").month("2026-01-05")).toBe("جانفي");
  });

  test("are counted in whole days, over months and leap years", () => {
    expect(daysAfter("2028-02-28", 1)).toBe("2028-02-29");
    expect(daysAfter("2026-12-31", 1)).toBe("2027-01-01");
  });
});

test("amounts are in whole dinars where they are whole", () => {
  expect(formats("en").money({ amount: 200_000, currency: "DZD" })).toMatch(/2,000(?!\.)/);
  expect(formats("ar").money({ amount: 200_000, currency: "DZD" })).toContain("2000");
  expect(formats("en").money({ amount: 200_050, currency: "DZD" })).toMatch(/2,000\.50/);
});

test("the first language that is ours is taken, otherwise Arabic", () => {
  expect(firstLanguage([null, "de-DE", "fr-DZ", "en"])).toBe("fr");
  expect(firstLanguage(["zh"])).toBe("ar");
  expect(firstLanguage([])).toBe("ar");
});

test("what fills a text keeps its direction to itself", () => {
  expect(isolate("Amina (2)")).toBe("\u2068Amina (2)\u2069");
});
