import { useTranslation } from "react-i18next";
import type { Language } from "../api/types";
import { formats } from "./format";

/** Texts, dates and amounts in the language shown. */
export function useLanguage() {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  return { t, language, ...formats(language) };
}
