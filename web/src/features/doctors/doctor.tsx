import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { codeOf } from "../../api/problem";
import type { Slot } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { LinkButton } from "../../ui/link";
import { Page, Section } from "../../ui/page";
import { Empty, Loaded, PageLoading } from "../../ui/states";
import { Booking } from "../booking/booking";
import { SlotPicker } from "../booking/slot-picker";
import styles from "./doctors.module.css";
import { useNames } from "./names";
import { practiceQuery, type Practice } from "./queries";

/** A doctor, and the times that are free. */
export function DoctorPage() {
  const { t } = useLanguage();
  const { doctorId } = useParams({ from: "/visitor/doctors/$doctorId" });
  const query = useQuery(practiceQuery(doctorId));
  const { doctorName } = useNames();
  if (query.isPending) return <PageLoading />;
  const title = query.data ? doctorName(query.data.doctor) : t("doctor.title");
  return (
    <Page title={title} back={{ to: "/doctors", label: t("doctor.others") }}>
      {codeOf(query.error) === "not_found" ? (
        <Empty icon="person" text={t("doctor.gone")}>
          <LinkButton to="/doctors">{t("doctor.others")}</LinkButton>
        </Empty>
      ) : (
        <Loaded query={query}>{(practice) => <Profile practice={practice} />}</Loaded>
      )}
    </Page>
  );
}

function Profile({ practice }: { practice: Practice }) {
  const { t, money, list, languageName } = useLanguage();
  const { specialty, place } = useNames();
  const [slot, setSlot] = useState<Slot | null>(null);
  const { doctor } = practice;
  return (
    <>
      <Card>
        <strong>{specialty(doctor.specialty)}</strong>
        <span className={styles.fact}>
          <Icon name="place" size={20} />
          {place(doctor)}
        </span>
        {doctor.languages.length > 0 ? <span>{t("doctor.languages", { languages: list(doctor.languages.map(languageName)) })}</span> : null}
        {doctor.consultationFee ? <span>{t("doctor.fee", { fee: money(doctor.consultationFee) })}</span> : null}
      </Card>
      <Section title={t("doctor.times")}>
        <SlotPicker doctorId={doctor.doctorId} onPick={setSlot} />
      </Section>
      {slot ? <Booking practice={practice} slot={slot} onSlot={setSlot} onClose={() => setSlot(null)} /> : null}
    </>
  );
}
