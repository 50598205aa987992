import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import openapi from "../../../infra/generated/openapi.json";
import { SPECIALTIES } from "../data/specialties";

const SOURCE = new URL("..", import.meta.url);
const texts = { ar: all("ar"), fr: all("fr"), en: all("en") };
const PLURAL = /_(zero|one|two|few|many|other)$/;

function files(language: string) {
  const folder = new URL(`${language}/`, import.meta.url);
  return new Map(readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), "utf8")) as object]));
}

function all(language: string) {
  return flat(Object.fromEntries([...files(language).values()].flatMap((part) => Object.entries(part))));
}

function flat(tree: object, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flat(value as object, `${prefix}${key}.`)],
    ),
  );
}

const names = (all: Map<string, string>) => new Set([...all.keys()].map((key) => key.replace(PLURAL, "")));

const sources = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name))
  .map((name) => readFileSync(new URL(name, SOURCE), "utf8"))
  .join("\n");

/** Keys that stand in the source as they are, and the beginnings of those that are put together there. */
const literal = new Set([...sources.matchAll(/"([a-zA-Z]+\.[\w.]+)"/g)].map(([, key]) => key));
const beginnings = [...sources.matchAll(/\bt\(`([\w.]+\.)\$\{/g)].map(([, start]) => start as string);

describe("texts", () => {
  test("a text stands in the same part of every language, and in one alone", () => {
    const places = (language: string) =>
      [...files(language)].flatMap(([name, part]) => Object.keys(part).map((key) => `${key} in ${name}`)).sort();
    expect(places("fr")).toEqual(places("ar"));
    expect(places("en")).toEqual(places("ar"));
    const keys = places("ar").map((place) => place.split(" ")[0]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("every language has every text", () => {
    expect(names(texts.fr)).toEqual(names(texts.ar));
    expect(names(texts.en)).toEqual(names(texts.ar));
  });

  test.each(["ar", "fr", "en"] as const)("%s has every form of its plurals, and no other", (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = new Set([...texts[language].keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, "")));
    expect(counted.size).toBeGreaterThan(0);
    for (const key of counted) {
      const found = [...texts[language].keys()].filter((each) => each.replace(PLURAL, "") === key && each !== key);
      expect(found.map((each) => each.slice(key.length + 1)).sort(), key).toEqual([...forms].sort());
    }
  });

  test("what a text is filled with is the same in every language", () => {
    const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const [key, text] of texts.en) {
      if (PLURAL.test(key)) continue;
      expect(gaps(texts.ar.get(key) ?? ""), key).toEqual(gaps(text));
      expect(gaps(texts.fr.get(key) ?? ""), key).toEqual(gaps(text));
    }
  });

  test("every text is used", () => {
    const unused = [...names(texts.ar)].filter((key) => !literal.has(key) && !beginnings.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
  });

  test("every key of the source is a text", () => {
    const used = [...sources.matchAll(/\bt\("([^"]+)"/g)].map(([, key]) => key as string);
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((key) => !names(texts.ar).has(key))).toEqual([]);
  });

  test("what the API may answer has its words", () => {
    const values = (name: keyof typeof openapi.components.schemas) => {
      const schema = openapi.components.schemas[name] as { enum?: string[]; oneOf?: { const: string }[] };
      return schema.enum ?? schema.oneOf?.map((each) => each.const) ?? [];
    };
    const wanted = [
      ...values("AppointmentStatus").flatMap((status) => [`appointmentStatus.${status}`, `appointmentMeaning.${status}`]),
      ...values("PrescriptionStatus").flatMap((status) => [`prescriptionStatus.${status}`, `prescriptionMeaning.${status}`]),
      // What is handed out in part says how much remains instead.
      ...values("ItemStatus").flatMap((status) => (status === "partial" ? [] : [`itemStatus.${status}`])),
      ...values("Role").map((role) => `role.${role}`),
      ...SPECIALTIES.map((specialty) => `specialty.${specialty}`),
    ];
    expect(wanted.length).toBeGreaterThan(60);
    expect(wanted.filter((key) => !texts.ar.has(key))).toEqual([]);
  });
});
