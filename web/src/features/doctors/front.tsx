import { useLanguage } from "../../i18n/use-language";
import { LinkButton } from "../../ui/link";
import { Page, Section } from "../../ui/page";
import { ThisMachine } from "../account/this-machine";
import { SearchForm } from "./search-form";

/** What a visitor sees first: finding a doctor. */
export function Front() {
  const { t } = useLanguage();
  return (
    <Page title={t("front.title")} lead={t("front.lead")}>
      <SearchForm wanted={{}} />
      <Section title={t("front.account")}>
        <LinkButton to="/sign-in" variant="outline" fullWidth>
          {t("shell.signIn")}
        </LinkButton>
        <LinkButton to="/register" variant="outline" fullWidth>
          {t("front.register")}
        </LinkButton>
      </Section>
      <ThisMachine />
    </Page>
  );
}
