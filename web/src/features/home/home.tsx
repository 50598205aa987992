import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useUser } from "../../api/use-session";
import { useLanguage } from "../../i18n/use-language";
import { CardList } from "../../ui/card";
import { Icon, type IconName } from "../../ui/icon";
import { CardLink, LinkButton } from "../../ui/link";
import { Page, Section } from "../../ui/page";
import { Empty, Loaded } from "../../ui/states";
import { AppointmentCard } from "../appointments/appointment-card";
import { appointmentsQuery, isOpen, thisHour } from "../appointments/queries";
import { PrescriptionCard } from "../prescriptions/prescription-card";
import { isShown, prescriptionsQuery } from "../prescriptions/queries";
import styles from "./home.module.css";

const PLACES = [
  { to: "/appointments", icon: "calendar", text: "appointments.title" },
  { to: "/prescriptions", icon: "prescription", text: "prescriptions.title" },
  { to: "/examinations", icon: "examination", text: "examinations.title" },
] as const satisfies readonly { to: string; icon: IconName; text: string }[];

/** What a patient comes for: the next appointment, the medicines to be had, a doctor. */
export function Home() {
  const { t } = useLanguage();
  const user = useUser();
  return (
    <Page title={t("home.title", { name: user?.firstName ?? "" })}>
      <LinkButton to="/doctors" leftSection={<Icon name="search" />}>
        {t("home.book")}
      </LinkButton>
      <Section title={t("home.next")}>
        <Next />
      </Section>
      <Ready />
      <Section title={t("home.all")}>
        <CardList>
          {PLACES.map(({ to, icon, text }) => (
            <li key={to}>
              <CardLink to={to}>
                <span className={styles.place}>
                  <Icon name={icon} />
                  {t(text)}
                </span>
              </CardLink>
            </li>
          ))}
        </CardList>
      </Section>
    </Page>
  );
}

function Next() {
  const { t } = useLanguage();
  const [now] = useState(thisHour);
  const query = useInfiniteQuery(appointmentsQuery("ahead", now));
  return (
    <Loaded query={query} lines={1}>
      {({ pages }) => {
        const next = pages.flatMap((page) => page.items).find(isOpen);
        return next ? <AppointmentCard appointment={next} /> : <Empty icon="calendar" text={t("appointments.none.ahead")} />;
      }}
    </Loaded>
  );
}

/** Prescriptions whose medicines are still to be had; nothing where there are none. */
function Ready() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(prescriptionsQuery);
  const ready = query.data?.pages.flatMap((page) => page.items).filter(({ status }) => isShown(status)) ?? [];
  if (ready.length === 0) return null;
  return (
    <Section title={t("home.ready")}>
      <CardList>
        {ready.map((prescription) => (
          <li key={prescription.prescriptionId}>
            <PrescriptionCard prescription={prescription} />
          </li>
        ))}
      </CardList>
    </Section>
  );
}
