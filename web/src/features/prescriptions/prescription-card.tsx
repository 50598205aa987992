import type { Prescription } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { CardLink } from "../../ui/link";
import { Badge } from "../../ui/notice";
import { useNames } from "../doctors/names";
import styles from "./prescription.module.css";
import { TONES } from "./queries";

/** Whose prescription, of when, and where it stands. */
export function PrescriptionCard({ prescription }: { prescription: Prescription }) {
  const { t, date } = useLanguage();
  const { doctorName } = useNames();
  const { prescriptionId, prescriber, items, issuedAt, status } = prescription;
  return (
    <CardLink to="/prescriptions/$prescriptionId" params={{ prescriptionId }}>
      <strong>{doctorName(prescriber)}</strong>
      <span>{date(issuedAt)}</span>
      <span className={styles.medicines}>
        {items.map(({ itemId, medication }) => (
          <span key={itemId}>
            <bdi>{medication.name}</bdi>
          </span>
        ))}
      </span>
      <Badge tone={TONES[status]}>{t(`prescriptionStatus.${status}`)}</Badge>
    </CardLink>
  );
}
