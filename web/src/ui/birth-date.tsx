import { Input, NativeSelect } from "@mantine/core";
import { useId, useState } from "react";
import { useLanguage } from "../i18n/use-language";
import styles from "./birth-date.module.css";

const OLDEST = 120;

interface Props {
  label: string;
  /** `YYYY-MM-DD`, or nothing while it is not whole. */
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}

/** Day, month and year, each picked from a list: nobody pages a calendar back through seventy years. */
export function BirthDate({ label, value, error, onChange }: Props) {
  const { t, month } = useLanguage();
  const [parts, setParts] = useState(() => {
    const [year = "", monthOfYear = "", day = ""] = value.split("-");
    return { year, month: monthOfYear, day };
  });
  const id = useId();
  const change = (next: Partial<typeof parts>) => {
    const all = { ...parts, ...next };
    setParts(all);
    onChange(all.year && all.month && all.day ? `${all.year}-${all.month}-${all.day}` : "");
  };
  const numbers = (first: number, count: number, step = 1) =>
    Array.from({ length: count }, (_, index) => String(first + index * step).padStart(2, "0")).map((number) => ({ value: number, label: String(Number(number)) }));
  const months = numbers(1, 12).map(({ value: number }) => ({ value: number, label: month(`2000-${number}-01`) }));
  const field = (name: keyof typeof parts, text: string, options: { value: string; label: string }[]) => (
    <NativeSelect
      aria-label={text}
      aria-describedby={error ? id : undefined}
      error={Boolean(error)}
      rightSectionWidth={30}
      value={parts[name]}
      data={[{ value: "", label: text }, ...options]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Input.Wrapper component="fieldset" size="lg" className={styles.group}>
      <legend className={styles.legend}>
        {label}
        <span aria-hidden="true" className={styles.needed}>
          {" *"}
        </span>
      </legend>
      <div className={styles.parts}>
        {field("day", t("birth.day"), numbers(1, 31))}
        {field("month", t("birth.month"), months)}
        {field("year", t("birth.year"), numbers(new Date().getFullYear(), OLDEST, -1))}
      </div>
      {error ? (
        <Input.Error id={id} size="lg">
          {error}
        </Input.Error>
      ) : null}
    </Input.Wrapper>
  );
}
