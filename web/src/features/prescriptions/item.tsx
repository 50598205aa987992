import type { PrescriptionItem } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { Card } from "../../ui/card";
import { Badge } from "../../ui/notice";
import { ITEM_TONES } from "./queries";
import styles from "./prescription.module.css";

/** A medicine: how it is taken, and how much of it is still to be had. */
export function Item({ item }: { item: PrescriptionItem }) {
  const { t } = useLanguage();
  const { medication, dose, frequency, durationDays, instructions, quantity, remaining, status } = item;
  return (
    <Card>
      <strong className={styles.name}>
        <bdi>{medication.name}</bdi>
      </strong>
      <dl className={styles.facts}>
        <dt>{t("item.dose")}</dt>
        <dd>
          <bdi>{dose}</bdi>
        </dd>
        <dt>{t("item.frequency")}</dt>
        <dd>
          <bdi>{frequency}</bdi>
        </dd>
        <dt>{t("item.duration")}</dt>
        <dd>{t("item.days", { count: durationDays })}</dd>
        {instructions ? (
          <>
            <dt>{t("item.instructions")}</dt>
            <dd>
              <bdi>{instructions}</bdi>
            </dd>
          </>
        ) : null}
        <dt>{t("item.quantity")}</dt>
        <dd>{t("item.handed", { handed: quantity - remaining, quantity })}</dd>
      </dl>
      <Badge tone={ITEM_TONES[status]}>{status === "partial" ? t("item.remaining", { count: remaining }) : t(`itemStatus.${status}`)}</Badge>
    </Card>
  );
}
