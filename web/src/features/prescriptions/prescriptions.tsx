import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLanguage } from "../../i18n/use-language";
import { CardList } from "../../ui/card";
import { Page } from "../../ui/page";
import { Empty, Loaded } from "../../ui/states";
import { PrescriptionCard } from "./prescription-card";
import { prescriptionsQuery } from "./queries";

/** Own prescriptions, the latest first. */
export function Prescriptions() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(prescriptionsQuery);
  return (
    <Page title={t("prescriptions.title")} lead={t("prescriptions.lead")}>
      <Loaded query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0 && !query.hasNextPage) return <Empty icon="prescription" text={t("prescriptions.none")} />;
          return (
            <>
              <CardList label={t("prescriptions.title")}>
                {items.map((prescription) => (
                  <li key={prescription.prescriptionId}>
                    <PrescriptionCard prescription={prescription} />
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
