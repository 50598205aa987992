import type { Change } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import styles from "./history.module.css";

/** What became of an appointment, the latest first. */
export function History({ changes, timeZone }: { changes: readonly Change[]; timeZone: string }) {
  const { t, moment } = useLanguage();
  return (
    <ol className={styles.history}>
      {changes.toReversed().map((change) => (
        <li key={`${change.at} ${change.status}`}>
          <strong>{change.movedFrom ? t("appointment.moved") : t(`appointmentStatus.${change.status}`)}</strong>
          <span className={styles.when}>
            {moment(change.at, timeZone)} · {t(`side.${change.by}`)}
          </span>
          {change.movedFrom ? <span>{t("appointment.movedFrom", { when: moment(change.movedFrom, timeZone) })}</span> : null}
          {change.reason ? <bdi>{change.reason}</bdi> : null}
        </li>
      ))}
    </ol>
  );
}
