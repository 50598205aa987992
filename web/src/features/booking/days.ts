import type { Slot } from "../../api/types";
import { dateIn } from "../../i18n/format";

export interface Day {
  date: string;
  slots: Slot[];
}

/** Free times by the practice's days, earliest first; days without any are left out. */
export function byDay(slots: readonly Slot[], timeZone: string): Day[] {
  const days = new Map<string, Slot[]>();
  for (const slot of slots.toSorted((one, other) => one.start.localeCompare(other.start))) {
    const date = dateIn(timeZone, slot.start);
    days.set(date, [...(days.get(date) ?? []), slot]);
  }
  return [...days].map(([date, found]) => ({ date, slots: found }));
}
