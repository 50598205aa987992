import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@mantine/core";
import type { Appointment } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { Card } from "../../ui/card";
import { LinkButton } from "../../ui/link";
import { Notice } from "../../ui/notice";
import { Page, Section } from "../../ui/page";
import { Loaded } from "../../ui/states";
import { When } from "../booking/when";
import { usePractice } from "./appointment-card";
import { CallOff } from "./call-off";
import { History } from "./history";
import { TONES, appointmentQuery, isOpen } from "./queries";

const LOOK_AGAIN = 20_000;

/** One appointment: where it stands, and what can be done. */
export function AppointmentPage() {
  const { t } = useLanguage();
  const { appointmentId } = useParams({ from: "/patient/appointments/$appointmentId" });
  // The practice answers while the page is open.
  const query = useQuery({ ...appointmentQuery(appointmentId), refetchInterval: LOOK_AGAIN });
  return (
    <Page title={t("appointment.title")} back={{ to: "/appointments", label: t("appointments.title") }}>
      <Loaded query={query}>{(appointment) => <Details appointment={appointment} />}</Loaded>
    </Page>
  );
}

function Details({ appointment }: { appointment: Appointment }) {
  const { t } = useLanguage();
  const { name, specialty, place, timeZone, bookable } = usePractice(appointment.doctorId);
  const [callingOff, setCallingOff] = useState(false);
  const { status, appointmentId } = appointment;
  return (
    <>
      <Notice tone={TONES[status]} title={t(`appointmentStatus.${status}`)}>
        <p>{t(`appointmentMeaning.${status}`)}</p>
      </Notice>
      <Card>
        <strong>{name}</strong>
        {specialty ? <span>{specialty}</span> : null}
        <When start={appointment.start} timeZone={timeZone} />
        {place ? <span>{place}</span> : null}
        {appointment.reason ? (
          <span>
            {t("appointment.reason")} <bdi>{appointment.reason}</bdi>
          </span>
        ) : null}
      </Card>
      {isOpen(appointment) ? (
        <>
          {bookable ? (
            <LinkButton to="/appointments/$appointmentId/move" params={{ appointmentId }} variant="outline">
              {t("appointment.move")}
            </LinkButton>
          ) : null}
          <Button variant="subtle" color="danger" onClick={() => setCallingOff(true)}>
            {t("appointment.callOff")}
          </Button>
        </>
      ) : bookable ? (
        <LinkButton to="/doctors/$doctorId" params={{ doctorId: appointment.doctorId }} variant="outline">
          {t("appointment.again")}
        </LinkButton>
      ) : null}
      <Section title={t("appointment.history")}>
        <History changes={appointment.history} timeZone={timeZone} />
      </Section>
      {callingOff ? <CallOff appointment={appointment} onClose={() => setCallingOff(false)} /> : null}
    </>
  );
}
