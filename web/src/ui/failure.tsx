import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Refused } from "../api/problem";
import { useLanguage } from "../i18n/use-language";
import { useFieldText } from "./fields";
import { Notice } from "./notice";

interface Props {
  error: unknown;
  /** Fields that show their own part of the refusal. */
  fields?: readonly string[];
  retry?: (() => unknown) | undefined;
  children?: ReactNode;
}

/** Why something did not happen, in words, and what to do. */
export function Failure({ error, fields = [], retry, children }: Props) {
  const { t } = useLanguage();
  const fieldText = useFieldText();
  if (!error) return null;
  const again = retry ? (
    <Button variant="outline" size="md" onClick={() => void retry()}>
      {t("failure.again")}
    </Button>
  ) : null;
  if (!(error instanceof Refused)) {
    return (
      <Notice tone="stop" title={t("failure.unreachable")}>
        <p>{t("failure.unreachableAdvice")}</p>
        {again}
      </Notice>
    );
  }
  const { problem, retryAfter } = error;
  const elsewhere = (problem.errors ?? []).filter(({ pointer }) => !fields.includes(pointer.slice(1)));
  return (
    <Notice tone="stop" title={problem.title}>
      {elsewhere.map(({ pointer, code }) => (
        <p key={pointer}>{fieldText(code)}</p>
      ))}
      {retryAfter ? <p>{t("failure.wait", { count: Math.ceil(retryAfter / 60) })}</p> : null}
      {problem.status >= 500 ? <p>{t("failure.trace", { trace: problem.traceId })}</p> : null}
      {children}
      {again}
    </Notice>
  );
}
