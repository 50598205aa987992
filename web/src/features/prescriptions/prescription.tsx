import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Prescription } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { Card, CardList } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Notice } from "../../ui/notice";
import { Page, Section } from "../../ui/page";
import { Loaded } from "../../ui/states";
import { useNames } from "../doctors/names";
import { Code } from "./code";
import { Item } from "./item";
import { TONES, codeQuery, isShown, prescriptionQuery } from "./queries";

const LOOK_AGAIN = 10_000;

/** One prescription: where it stands, the code for the pharmacy, what remains of each medicine. */
export function PrescriptionPage() {
  const { t } = useLanguage();
  const { prescriptionId } = useParams({ from: "/patient/prescriptions/$prescriptionId" });
  // The pharmacy works on it while the page is open.
  const query = useQuery({ ...prescriptionQuery(prescriptionId), refetchInterval: LOOK_AGAIN });
  return (
    <Page title={t("prescription.title")} back={{ to: "/prescriptions", label: t("prescriptions.title") }}>
      <Loaded query={query}>{(prescription) => <Details prescription={prescription} />}</Loaded>
    </Page>
  );
}

function Details({ prescription }: { prescription: Prescription }) {
  const { t, date } = useLanguage();
  const { doctorName, specialty } = useNames();
  const [showing, setShowing] = useState(false);
  const { status, prescriber, items, issuedAt, expiresAt, prescriptionId, repeats } = prescription;
  const shown = isShown(status);
  // Fetched with the page, so that it is there in a pharmacy without a network.
  useQuery({ ...codeQuery(prescriptionId), enabled: shown });
  const ending = prescription.refused ?? prescription.cancelled;
  return (
    <>
      <Notice tone={TONES[status]} title={t(`prescriptionStatus.${status}`)}>
        <p>{t(`prescriptionMeaning.${status}`)}</p>
        {ending ? (
          <p>
            {t("prescription.why")} <bdi>{ending.reason}</bdi>
          </p>
        ) : null}
      </Notice>
      {shown ? (
        <Button leftSection={<Icon name="qr" />} onClick={() => setShowing(true)}>
          {t("prescription.show")}
        </Button>
      ) : null}
      <Section title={t("prescription.items")}>
        <CardList label={t("prescription.items")}>
          {items.map((item) => (
            <li key={item.itemId}>
              <Item item={item} />
            </li>
          ))}
        </CardList>
      </Section>
      <Card quiet>
        <span>{t("prescription.by", { doctor: doctorName(prescriber), specialty: specialty(prescriber.specialty) })}</span>
        <span>{t("prescription.issued", { date: date(issuedAt) })}</span>
        <span>{t("prescription.until", { date: date(expiresAt) })}</span>
        {repeats > 0 ? <span>{t("prescription.repeats", { count: repeats })}</span> : null}
      </Card>
      {showing ? <Code prescriptionId={prescriptionId} onClose={() => setShowing(false)} /> : null}
    </>
  );
}
