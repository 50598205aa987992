import { NativeSelect } from "@mantine/core";
import type { Language } from "../api/types";
import { LANGUAGES, NAMES, choose } from ".";
import { useLanguage } from "./use-language";

/** The language, each by its own name. */
export function LanguageChoice() {
  const { t, language } = useLanguage();
  return (
    <NativeSelect
      size="md"
      aria-label={t("shell.language")}
      value={language}
      data={LANGUAGES.map((tag) => ({ value: tag, label: NAMES[tag] }))}
      onChange={(event) => void choose(event.currentTarget.value as Language)}
    />
  );
}
