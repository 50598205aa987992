// The client's texts, as it shows them.
import { readFileSync, readdirSync } from "node:fs";

function texts(language) {
  const folder = new URL(`../src/i18n/${language}/`, import.meta.url);
  return Object.assign({}, ...readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"))));
}

export const TEXTS = { ar: texts("ar"), fr: texts("fr"), en: texts("en") };
