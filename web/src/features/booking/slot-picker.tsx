import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Slot } from "../../api/types";
import { daysAfter } from "../../i18n/format";
import { useLanguage } from "../../i18n/use-language";
import { Empty, Loaded } from "../../ui/states";
import { HORIZON, slotsQuery, today } from "../doctors/queries";
import { byDay, type Day } from "./days";
import styles from "./slot-picker.module.css";

/** A day, then a time of it. The first day with free times is open from the start. */
export function SlotPicker({ doctorId, onPick }: { doctorId: string; onPick: (slot: Slot) => void }) {
  const { t } = useLanguage();
  const [from, setFrom] = useState(today);
  const query = useQuery(slotsQuery(doctorId, from));
  const later = () => setFrom(daysAfter(from, HORIZON));
  return (
    <Loaded query={query} lines={2}>
      {({ slots, timeZone }) =>
        slots.length === 0 ? (
          <Empty icon="calendar" text={t("slots.none")}>
            <Button variant="outline" onClick={later}>
              {t("slots.later")}
            </Button>
          </Empty>
        ) : (
          <>
            <Days key={from} days={byDay(slots, timeZone)} timeZone={timeZone} onPick={onPick} />
            <Button variant="subtle" onClick={later}>
              {t("slots.later")}
            </Button>
          </>
        )
      }
    </Loaded>
  );
}

function Days({ days, timeZone, onPick }: { days: Day[]; timeZone: string; onPick: (slot: Slot) => void }) {
  const { t, time, weekday, dayOfMonth, month, day: longDay } = useLanguage();
  const [chosen, setChosen] = useState(days[0]?.date);
  const shown = days.find(({ date }) => date === chosen) ?? days[0];
  if (!shown) return null;
  return (
    <>
      <div role="group" aria-label={t("slots.days")} className={styles.days}>
        {days.map(({ date }) => (
          <button key={date} type="button" className={styles.day} aria-pressed={date === shown.date} onClick={() => setChosen(date)}>
            <span>{weekday(date)}</span>
            <strong>{dayOfMonth(date)}</strong>
            <span>{month(date)}</span>
          </button>
        ))}
      </div>
      <p className={styles.which} aria-live="polite">
        {longDay(shown.slots[0]?.start ?? shown.date, timeZone)}
      </p>
      <div role="group" aria-label={t("slots.times")} className={styles.times}>
        {shown.slots.map((slot) => (
          <button key={slot.start} type="button" className={styles.time} onClick={() => onPick(slot)}>
            {time(slot.start, timeZone)}
          </button>
        ))}
      </div>
    </>
  );
}
