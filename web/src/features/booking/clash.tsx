import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Refused, codeOf } from "../../api/problem";
import type { Slot } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { Failure } from "../../ui/failure";
import { LinkButton } from "../../ui/link";
import styles from "./slot-picker.module.css";

interface Props {
  error: unknown;
  doctorId: string;
  timeZone: string;
  onPick: (slot: Slot) => void;
}

/** Whether the time cannot be had any more. */
export const isGone = (error: unknown) => ["slot_taken", "invalid_slot"].includes(codeOf(error) ?? "");

/** A time that cannot be had: which others can, or what stands in the way. */
export function Clash({ error, doctorId, timeZone, onPick }: Props) {
  const { t, day, time } = useLanguage();
  const client = useQueryClient();
  const code = codeOf(error);
  const gone = isGone(error);
  // The list behind shows a time that is no longer there.
  useEffect(() => {
    if (gone) void client.invalidateQueries({ queryKey: ["slots", doctorId] });
  }, [gone, client, doctorId]);
  const alternatives = error instanceof Refused ? (error.problem.alternatives ?? []) : [];
  return (
    <Failure error={error} fields={["reason", "start"]}>
      {code === "slot_taken" ? <p>{alternatives.length > 0 ? t("booking.alternatives") : t("booking.noAlternative")}</p> : null}
      {code === "invalid_slot" ? <p>{t("booking.passed")}</p> : null}
      {alternatives.map((slot) => (
        <button key={slot.start} type="button" className={styles.alternative} onClick={() => onPick(slot)}>
          <strong>{t("common.at", { time: time(slot.start, timeZone) })}</strong>
          <span>{day(slot.start, timeZone)}</span>
        </button>
      ))}
      {code === "patient_busy" ? (
        <LinkButton to="/appointments" variant="outline" size="md">
          {t("shell.appointments")}
        </LinkButton>
      ) : null}
    </Failure>
  );
}
