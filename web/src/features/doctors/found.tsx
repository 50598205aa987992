import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Doctor } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { CardList } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { CardLink } from "../../ui/link";
import { Page, Section } from "../../ui/page";
import { Empty, Loaded } from "../../ui/states";
import styles from "./doctors.module.css";
import { useNames } from "./names";
import { doctorsQuery } from "./queries";
import { SearchForm } from "./search-form";

/** The doctors who were looked for. */
export function Found() {
  const { t } = useLanguage();
  const wanted = useSearch({ from: "/visitor/doctors" });
  const query = useInfiniteQuery(doctorsQuery(wanted));
  return (
    <Page title={t("search.title")}>
      <SearchForm key={JSON.stringify(wanted)} wanted={wanted} />
      <Section title={t("search.results")}>
        <Loaded query={query}>
          {({ pages }) => {
            const doctors = pages.flatMap((page) => page.items);
            if (doctors.length === 0) return <Empty icon="search" text={t("search.none")} />;
            return (
              <>
                <CardList label={t("search.results")}>
                  {doctors.map((doctor) => (
                    <li key={doctor.doctorId}>
                      <DoctorCard doctor={doctor} />
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
      </Section>
    </Page>
  );
}

function DoctorCard({ doctor }: { doctor: Doctor }) {
  const { t, money } = useLanguage();
  const { doctorName, specialty, place } = useNames();
  return (
    <CardLink to="/doctors/$doctorId" params={{ doctorId: doctor.doctorId }}>
      <strong className={styles.name}>{doctorName(doctor)}</strong>
      <span>{specialty(doctor.specialty)}</span>
      <span className={styles.fact}>
        <Icon name="place" size={20} />
        {place(doctor)}
      </span>
      {doctor.consultationFee ? <span className={styles.fact}>{t("doctor.fee", { fee: money(doctor.consultationFee) })}</span> : null}
    </CardLink>
  );
}
