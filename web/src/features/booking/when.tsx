import { useLanguage } from "../../i18n/use-language";
import { Icon } from "../../ui/icon";
import styles from "./when.module.css";

/** A day and an hour, by the practice's clock, large. */
export function When({ start, timeZone }: { start: string; timeZone: string }) {
  const { t, day, time } = useLanguage();
  return (
    <p className={styles.when}>
      <span className={styles.line}>
        <Icon name="calendar" />
        {day(start, timeZone)}
      </span>
      <span className={styles.line}>
        <Icon name="clock" />
        <strong>{t("common.at", { time: time(start, timeZone) })}</strong>
      </span>
    </p>
  );
}
