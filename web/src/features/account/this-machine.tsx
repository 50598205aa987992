import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../i18n/use-language";
import { CardList } from "../../ui/card";
import { Section } from "../../ui/page";
import { demoQuery } from "./demo";

const PLACES = [
  ["/docs", "machine.docs"],
  ["/v1/openapi.json", "machine.openapi"],
  ["/outbox", "machine.outbox"],
] as const;

/** Ways to what a platform on one machine shows beside the client. */
export function ThisMachine() {
  const { t } = useLanguage();
  const { data } = useQuery(demoQuery);
  if (!data) return null;
  return (
    <Section title={t("machine.title")}>
      <CardList>
        {PLACES.map(([address, text]) => (
          <li key={address}>
            <Anchor href={address} underline="always">
              {t(text)}
            </Anchor>
          </li>
        ))}
      </CardList>
    </Section>
  );
}
