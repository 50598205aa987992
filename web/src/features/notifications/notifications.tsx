import { Button } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Notice } from "../../api/types";
import { useAction } from "../../api/use-action";
import { useLanguage } from "../../i18n/use-language";
import { CardList } from "../../ui/card";
import { Failure } from "../../ui/failure";
import { Page } from "../../ui/page";
import { Empty, Loaded } from "../../ui/states";
import styles from "./notifications.module.css";
import { notificationsQuery } from "./queries";

/** What there was to tell, the latest first. */
export function Notifications() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const query = useInfiniteQuery(notificationsQuery);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const readAll = useAction(
    (upTo: string, once) => taken(api.POST("/v1/notifications/read", { body: { upTo }, params: once })),
    () => client.invalidateQueries({ queryKey: ["notifications"] }),
  );
  const [latest] = items;
  return (
    <Page title={t("notifications.title")}>
      {latest && items.some(({ read }) => !read) ? (
        <Button variant="outline" loading={readAll.isPending} onClick={() => readAll.run(latest.notificationId)}>
          {t("notifications.readAll")}
        </Button>
      ) : null}
      <Failure error={readAll.error} />
      <Loaded query={query}>
        {() =>
          items.length === 0 ? (
            <Empty icon="bell" text={t("notifications.none")} />
          ) : (
            <CardList label={t("notifications.title")}>
              {items.map((notice) => (
                <li key={notice.notificationId}>
                  <NoticeCard notice={notice} />
                </li>
              ))}
            </CardList>
          )
        }
      </Loaded>
      {query.hasNextPage ? (
        <Button variant="outline" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("common.more")}
        </Button>
      ) : null}
    </Page>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { t, moment } = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { notificationId, about, read, title, body, at } = notice;
  const open = () => {
    if (!read) {
      // Whether it was noted as read keeps nobody from what it is about; the count says how it is.
      void taken(api.POST("/v1/notifications/{notificationId}/read", { params: { path: { notificationId } } }))
        .catch(() => undefined)
        .then(() => client.invalidateQueries({ queryKey: ["notifications"] }));
    }
    if (about.type === "appointment") void navigate({ to: "/appointments/$appointmentId", params: { appointmentId: about.id } });
    if (about.type === "prescription") void navigate({ to: "/prescriptions/$prescriptionId", params: { prescriptionId: about.id } });
  };
  return (
    <button type="button" className={styles.notice} data-read={read} onClick={open}>
      <strong>
        {title}
        {read ? null : <span className={styles.fresh}> {t("notifications.fresh")}</span>}
      </strong>
      <span className={styles.body}>{body}</span>
      <span className={styles.when}>{moment(at)}</span>
    </button>
  );
}
