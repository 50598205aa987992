import { Button } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import { end } from "../../api/session";
import { useLanguage } from "../../i18n/use-language";
import { LinkButton } from "../../ui/link";
import { Page, Section } from "../../ui/page";
import { Loaded } from "../../ui/states";
import { Details } from "./details";
import { Hearing } from "./hearing";
import { Looks } from "./looks";
import { NewPassword } from "./new-password";

export const profileQuery = queryOptions({ queryKey: ["me"], queryFn: () => taken(api.GET("/v1/me")) });

/** Oneself: how to be reached, what a doctor should know, language and looks, password. */
export function ProfilePage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const query = useQuery(profileQuery);
  const leave = async () => {
    end();
    await navigate({ to: "/" });
  };
  return (
    <Page title={t("profile.title")}>
      <Section title={t("profile.looks")}>
        <Looks />
      </Section>
      <Loaded query={query}>{(profile) => <Details profile={profile} />}</Loaded>
      <Section title={t("hearing.title")}>
        <Hearing />
      </Section>
      <Section title={t("profile.password")}>
        <NewPassword />
      </Section>
      <Section title={t("profile.leave")}>
        <LinkButton to="/examinations" variant="outline">
          {t("examinations.title")}
        </LinkButton>
        <Button variant="outline" color="danger" onClick={() => void leave()}>
          {t("profile.signOut")}
        </Button>
      </Section>
    </Page>
  );
}
