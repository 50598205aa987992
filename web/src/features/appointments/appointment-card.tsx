import { useQuery } from "@tanstack/react-query";
import type { Appointment } from "../../api/types";
import { HOME_ZONE } from "../../i18n/format";
import { useLanguage } from "../../i18n/use-language";
import { CardLink } from "../../ui/link";
import { Badge } from "../../ui/notice";
import { When } from "../booking/when";
import { useNames } from "../doctors/names";
import { practiceQuery } from "../doctors/queries";
import { TONES } from "./queries";

/** Whom, when, and whether it stands. */
export function AppointmentCard({ appointment }: { appointment: Appointment }) {
  const { t } = useLanguage();
  const { name, timeZone } = usePractice(appointment.doctorId);
  return (
    <CardLink to="/appointments/$appointmentId" params={{ appointmentId: appointment.appointmentId }}>
      <strong>{name}</strong>
      <When start={appointment.start} timeZone={timeZone} />
      <Badge tone={TONES[appointment.status]}>{t(`appointmentStatus.${appointment.status}`)}</Badge>
    </CardLink>
  );
}

/** What is known of a doctor whose practice may have closed since. */
export function usePractice(doctorId: string | undefined) {
  const { t } = useLanguage();
  const { doctorName, specialty, place } = useNames();
  const { data } = useQuery({ ...practiceQuery(doctorId ?? ""), enabled: doctorId !== undefined });
  return {
    name: data ? doctorName(data.doctor) : t("doctor.title"),
    specialty: data ? specialty(data.doctor.specialty) : null,
    place: data ? place(data.doctor) : null,
    timeZone: data?.timeZone ?? HOME_ZONE,
    bookable: data !== undefined,
  };
}
