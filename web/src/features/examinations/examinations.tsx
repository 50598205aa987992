import { Button } from "@mantine/core";
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Examination } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { Card, CardList } from "../../ui/card";
import { LinkButton } from "../../ui/link";
import { Page } from "../../ui/page";
import { Empty, Loaded } from "../../ui/states";
import { isSpecialty } from "../../data/specialties";
import styles from "./examinations.module.css";

const examinationsQuery = infiniteQueryOptions({
  queryKey: ["examinations"],
  queryFn: ({ pageParam }) => taken(api.GET("/v1/examinations", { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  initialPageParam: "",
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

/** What every doctor has found, the latest first. */
export function Examinations() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(examinationsQuery);
  return (
    <Page title={t("examinations.title")} lead={t("examinations.lead")}>
      <Loaded query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0 && !query.hasNextPage) {
            return (
              <Empty icon="examination" text={t("examinations.none")}>
                <LinkButton to="/doctors">{t("home.book")}</LinkButton>
              </Empty>
            );
          }
          return (
            <>
              <CardList label={t("examinations.title")}>
                {items.map((examination) => (
                  <li key={examination.consultationId}>
                    <ExaminationCard examination={examination} />
                  </li>
                ))}
              </CardList>
              {query.hasNextPage ? (
                <Button variant="outline" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t("common.more")}
                </Button>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function ExaminationCard({ examination }: { examination: Examination }) {
  const { t, date, money } = useLanguage();
  const { specialty } = examination;
  return (
    <Card>
      <span className={styles.when}>{date(examination.examinedAt)}</span>
      <strong>{t("doctor.name", { name: examination.doctorName })}</strong>
      {specialty ? <span>{isSpecialty(specialty) ? t(`specialty.${specialty}`) : specialty}</span> : null}
      <dl className={styles.facts}>
        {examination.diagnoses.length > 0 ? (
          <>
            <dt>{t("examinations.diagnoses")}</dt>
            {examination.diagnoses.map(({ code, text }) => (
              <dd key={`${code} ${text}`}>
                <bdi>{text}</bdi> {code ? <bdi className={styles.code}>({code})</bdi> : null}
              </dd>
            ))}
          </>
        ) : null}
        {examination.notes ? (
          <>
            <dt>{t("examinations.notes")}</dt>
            <dd>
              <bdi className={styles.notes}>{examination.notes}</bdi>
            </dd>
          </>
        ) : null}
        {examination.price ? (
          <>
            <dt>{t("examinations.price")}</dt>
            <dd>{money(examination.price)}</dd>
          </>
        ) : null}
      </dl>
    </Card>
  );
}
