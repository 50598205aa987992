import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

const SOURCE = new URL("..", import.meta.url);
const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(css|tsx?)$/.test(name) && !name.startsWith("theme/") && !/\.(test|d)\.tsx?$/.test(name))
  .map((name) => [name, readFileSync(new URL(name, SOURCE), "utf8")] as const);

test("no colour stands outside the theme", () => {
  expect(files.length).toBeGreaterThan(40);
  expect(files.filter(([, text]) => /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/i.test(text.replace(/"#(main|root)"/g, ""))).map(([name]) => name)).toEqual([]);
});

test("nothing is left or right: everything turns with the direction of the language", () => {
  const physical = /\b(margin|padding|border|inset|scroll-margin)-(left|right)\b|(^|[;{]\s*)(left|right)\s*:|text-align:\s*(left|right)|float:\s*(left|right)/m;
  expect(files.filter(([name, text]) => name.endsWith(".css") && physical.test(text)).map(([name]) => name)).toEqual([]);
});

test("no file is longer than 400 lines", () => {
  expect(files.filter(([, text]) => text.split("\n").length > 400).map(([name]) => name)).toEqual([]);
});

test("nothing is written into a page as markup", () => {
  expect(files.filter(([, text]) => /dangerouslySetInnerHTML|innerHTML/.test(text)).map(([name]) => name)).toEqual([]);
});
