import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Appointment } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { CardList } from "../../ui/card";
import { LinkButton } from "../../ui/link";
import { Page, Section } from "../../ui/page";
import { Empty, Loaded } from "../../ui/states";
import { AppointmentCard } from "./appointment-card";
import { appointmentsQuery, thisHour } from "./queries";
import { sides } from "./sides";

/** Own appointments: what is to come, then what is over, called off before its time or not. */
export function Appointments() {
  const { t } = useLanguage();
  const [now] = useState(thisHour);
  const ahead = useInfiniteQuery(appointmentsQuery("ahead", now));
  const past = useInfiniteQuery(appointmentsQuery("past", now));
  return (
    <Page title={t("appointments.title")}>
      <LinkButton to="/doctors">{t("home.book")}</LinkButton>
      <Section title={t("appointments.ahead")}>
        <Loaded query={ahead} lines={2}>
          {({ pages }) => <List side="ahead" items={sides(pages.flatMap((page) => page.items)).standing} more={ahead} />}
        </Loaded>
      </Section>
      <Section title={t("appointments.past")}>
        <Loaded query={past} lines={2}>
          {({ pages }) => {
            const over = sides(ahead.data?.pages.flatMap((page) => page.items) ?? []).over;
            return <List side="past" items={[...over, ...pages.flatMap((page) => page.items)]} more={past} />;
          }}
        </Loaded>
      </Section>
    </Page>
  );
}

interface Props {
  side: "ahead" | "past";
  items: Appointment[];
  more: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

function List({ side, items, more }: Props) {
  const { t } = useLanguage();
  if (items.length === 0 && !more.hasNextPage) return <Empty icon="calendar" text={t(`appointments.none.${side}`)} />;
  return (
    <>
      <CardList label={t(`appointments.${side}`)}>
        {items.map((appointment) => (
          <li key={appointment.appointmentId}>
            <AppointmentCard appointment={appointment} />
          </li>
        ))}
      </CardList>
      {more.hasNextPage ? (
        <Button variant="outline" loading={more.isFetchingNextPage} onClick={() => void more.fetchNextPage()}>
          {t("common.more")}
        </Button>
      ) : null}
    </>
  );
}
