import { Loader, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useLanguage } from "../i18n/use-language";
import { Failure } from "./failure";
import { Icon, type IconName } from "./icon";
import styles from "./states.module.css";

/** Nothing is there; what to do about it. */
export const Empty = ({ icon, text, children }: { icon: IconName; text: string; children?: ReactNode }) => (
  <div className={styles.empty}>
    <Icon name={icon} size={40} />
    <p>{text}</p>
    {children}
  </div>
);

/** Something is on its way. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t("common.loading")} className={styles.loading}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={84} radius="md" />
      ))}
    </div>
  );
}

/** A whole page is on its way. */
export function PageLoading() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t("common.loading")} className={styles.empty}>
      <Loader />
    </div>
  );
}

/** What a query has: its data, that it is on its way, or why it failed. What was seen before stays while it is asked anew. */
export function Loaded<Data>({ query, lines, children }: { query: UseQueryResult<Data>; lines?: number; children: (data: Data) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} retry={query.refetch} />;
  return <Loading {...(lines ? { lines } : {})} />;
}
