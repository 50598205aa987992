import { Refused } from "../api/problem";
import { useLanguage } from "../i18n/use-language";

/** What may be wrong with a value, by the server's names. */
const CODES = [
  "empty",
  "in_future",
  "invalid_characters",
  "invalid_date",
  "invalid_email",
  "invalid_phone",
  "invalid_time",
  "is_email",
  "out_of_range",
  "required",
  "taken",
  "too_common",
  "too_long",
  "too_short",
] as const;

type FieldCode = (typeof CODES)[number];

const isCode = (code: string): code is FieldCode => CODES.some((each) => each === code);

/** A field's mistake in words. */
export function useFieldText() {
  const { t } = useLanguage();
  return (code: string) => (isCode(code) ? t(`field.${code}`) : t("field.invalid"));
}

/** What the server said about each field, by the field's name. */
export function useFieldErrors(error: unknown) {
  const fieldText = useFieldText();
  const errors = error instanceof Refused ? (error.problem.errors ?? []) : [];
  return (name: string) => {
    const found = errors.find(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
    return found ? fieldText(found.code) : undefined;
  };
}
