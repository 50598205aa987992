import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../i18n/use-language";
import { CardList } from "../../ui/card";
import { Section } from "../../ui/page";
import { demoQuery } from "./demo";

/** Accounts to try the client with, where the platform runs on one machine with demo data. */
export function DemoAccounts({ onPick }: { onPick: (account: { email: string; password: string }) => void }) {
  const { t } = useLanguage();
  const { data } = useQuery(demoQuery);
  const patients = data?.filter(({ role }) => role === "patient") ?? [];
  if (patients.length === 0) return null;
  return (
    <Section title={t("demo.title")}>
      <p>{t("demo.about")}</p>
      <CardList>
        {patients.map(({ name, email, password }) => (
          <li key={email}>
            <Button
              variant="default"
              fullWidth
              onClick={() => {
                onPick({ email, password });
                window.scrollTo(0, 0);
              }}
            >
              <bdi>{name}</bdi>
            </Button>
          </li>
        ))}
      </CardList>
    </Section>
  );
}
