import { texts } from "./texts.js";

const LANGUAGES = ["ar", "fr", "en"];
const STORED = "medilink.language";

const listeners = [];
let language = firstLanguage();

/** The language shown now: ar, fr or en. */
export const current = () => language;

/** A text of the catalogue in the language shown now. */
export const text = (key) => texts[key][language];

/** Makes `element` show a text of the catalogue, and keep to it when the language changes. */
export function show(element, key) {
  element.dataset.text = key;
  element.textContent = text(key);
}

/** Calls `listener` now and whenever the language changes. */
export function onLanguage(listener) {
  listeners.push(listener);
  listener();
}

/** The direction in which a language is written. */
export const direction = (tag) => (tag === "ar" ? "rtl" : "ltr");

function firstLanguage() {
  const wishes = [new URLSearchParams(location.search).get("lang"), stored(), ...navigator.languages];
  const known = wishes.map((wish) => wish?.slice(0, 2).toLowerCase()).find((wish) => LANGUAGES.includes(wish));
  return known ?? "ar";
}

// A browser may forbid storage; the choice then lasts as long as the page.
function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function store(tag) {
  try {
    localStorage.setItem(STORED, tag);
  } catch {
    return;
  }
}

function apply() {
  document.documentElement.lang = language;
  document.documentElement.dir = direction(language);
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", text(element.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}

function choose(tag) {
  language = tag;
  store(tag);
  const url = new URL(location.href);
  url.searchParams.delete("lang");
  history.replaceState(null, "", url);
  for (const listener of listeners) listener();
}

onLanguage(apply);
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => choose(button.dataset.language));
}
