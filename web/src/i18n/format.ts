import type { Language, Money } from "../api/types";

/** Algeria's own months in Arabic (جانفي), and Latin digits as they are read there. */
export const LOCALES: Record<Language, string> = { ar: "ar-DZ-u-nu-latn", fr: "fr-DZ", en: "en-GB" };

/** The zone of a practice that is not known (any more). */
export const HOME_ZONE = "Africa/Algiers";

const MINOR_DIGITS = 2;
const DAY = 86_400_000;

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const name = JSON.stringify([language, timeZone, options]);
  const known = cache.get(name);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone });
  cache.set(name, made);
  return made;
}

/** The calendar date (`YYYY-MM-DD`) of an instant in a zone. */
export function dateIn(timeZone: string, at: string | Date): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** A calendar date some days later. */
export const daysAfter = (date: string, days: number) => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** How many days lie between two calendar dates. */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

/** Dates, times, amounts and lists as a language writes them. */
export function formats(language: Language) {
  const show = (at: string | Date, zone: string, options: Intl.DateTimeFormatOptions) => formatter(language, zone, options).format(new Date(at));
  return {
    /** Tuesday 24 November 2026, by the practice's clock. */
    day: (at: string | Date, zone: string) => show(at, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    /** 09:20 */
    time: (at: string | Date, zone: string) => show(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    /** 24 November 2026, for a calendar date or where the hour does not count. */
    date: (at: string | Date, zone = HOME_ZONE) => show(at, zone, { day: "numeric", month: "long", year: "numeric" }),
    /** A calendar date without any clock. */
    calendarDate: (date: string) => show(`${date}T12:00:00Z`, "UTC", { day: "numeric", month: "long", year: "numeric" }),
    weekday: (date: string, width: "long" | "short" = "long") => show(`${date}T12:00:00Z`, "UTC", { weekday: width }),
    dayOfMonth: (date: string) => show(`${date}T12:00:00Z`, "UTC", { day: "numeric" }),
    month: (date: string, width: "long" | "short" = "long") => show(`${date}T12:00:00Z`, "UTC", { month: width }),
    moment: (at: string | Date, zone = HOME_ZONE) => show(at, zone, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    money: ({ amount, currency }: Money) =>
      new Intl.NumberFormat(LOCALES[language], {
        style: "currency",
        currency,
        // Arabic would part thousands by a point, which reads as a fraction.
        useGrouping: language !== "ar",
        minimumFractionDigits: amount % 100 === 0 ? 0 : MINOR_DIGITS,
        maximumFractionDigits: MINOR_DIGITS,
      }).format(amount / 100),
    list: (items: string[]) => new Intl.ListFormat(LOCALES[language], { type: "conjunction" }).format(items),
    languageName: (tag: string) => {
      try {
        return new Intl.DisplayNames(LOCALES[language], { type: "language" }).of(tag) ?? tag;
      } catch {
        return tag;
      }
    },
  };
}
