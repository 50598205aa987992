import { NativeSelect, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Language } from "../../api/types";
import { useAction } from "../../api/use-action";
import { LANGUAGES, NAMES, choose } from "../../i18n";
import { useLanguage } from "../../i18n/use-language";
import { Failure } from "../../ui/failure";
import { Row } from "../../ui/form";

const SCHEMES = ["auto", "light", "dark"] as const;

/** The language, of this screen and of the mails and messages; light or dark. */
export function Looks() {
  const { t, language } = useLanguage();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const speak = useAction(
    (tag: Language, once) => taken(api.PATCH("/v1/me", { body: { language: tag }, params: once })),
    (profile) => client.setQueryData(["me"], profile),
  );
  return (
    <>
      <Row>
        <NativeSelect
          label={t("shell.language")}
          description={t("profile.languageHint")}
          value={language}
          data={LANGUAGES.map((tag) => ({ value: tag, label: NAMES[tag] }))}
          onChange={(event) => {
            const tag = event.currentTarget.value as Language;
            void choose(tag).then(() => speak.run(tag));
          }}
        />
        <NativeSelect
          label={t("profile.scheme")}
          description={t("profile.schemeHint")}
          value={colorScheme}
          data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`scheme.${scheme}`) }))}
          onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
        />
      </Row>
      <Failure error={speak.error} />
    </>
  );
}
