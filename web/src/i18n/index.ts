import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { speak } from "../api/transport";
import type { Language } from "../api/types";
import type { Part } from "./parts";

export const LANGUAGES: readonly Language[] = ["ar", "fr", "en"];
export const NAMES: Record<Language, string> = { ar: "العربية", fr: "Français", en: "English" };

// The pages beside the client (/docs, /outbox, /reset) know the choice by the same name.
const STORED = "medilink.language";

const FILES = import.meta.glob<{ default: object }>("./*/*.json");
/** What is shown, or was: a change of the language changes all of it. */
const wanted = new Set<Part>(["common"]);
const there = new Set<string>();

/** Sets what a text is filled with apart from its surroundings, so that a Latin name in Arabic does not turn it round. */
export const isolate = (value: unknown) => `\u2068${String(value)}\u2069`;

/** The language of the address (`?lang=`), the one chosen before, the browser's; Arabic where none is ours. */
export function firstLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const tag = LANGUAGES.find((language) => language === wish?.slice(0, 2).toLowerCase());
    if (tag) return tag;
  }
  return "ar";
}

export const direction = (language: Language) => (language === "ar" ? "rtl" : "ltr");

function chosen() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

async function load(language: Language) {
  const missing = [...wanted].map((part) => `./${language}/${part}.json`).filter((file) => !there.has(file));
  await Promise.all(
    missing.map(async (file) => {
      const texts = await FILES[file]?.();
      if (!texts) throw new Error(`there is no ${file}`);
      i18next.addResourceBundle(language, "translation", texts.default, true, true);
      there.add(file);
    }),
  );
}

/** Has the texts of some pages ready, in the language shown and in whichever is chosen later. */
export async function need(...parts: Part[]) {
  for (const part of parts) wanted.add(part);
  await load(i18next.language as Language);
}

function show(language: Language) {
  speak(language);
  document.documentElement.lang = language;
  document.documentElement.dir = direction(language);
}

/** Changes the language of everything, and remembers it. */
export async function choose(language: Language) {
  await load(language);
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // A browser may forbid storage: the choice then lasts as long as the page.
  }
  show(language);
  await i18next.changeLanguage(language);
}

/** Ready to show texts. */
export async function start() {
  const language = firstLanguage([new URLSearchParams(location.search).get("lang"), chosen(), ...navigator.languages]);
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    interpolation: { escape: isolate },
    returnNull: false,
  });
  await load(language);
  show(language);
  await i18next.changeLanguage(language);
}
