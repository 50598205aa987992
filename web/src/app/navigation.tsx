import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { unreadQuery } from "../features/notifications/queries";
import { useLanguage } from "../i18n/use-language";
import { Icon } from "../ui/icon";
import { TextLink } from "../ui/link";
import { PLACES } from "./places";
import styles from "./shell.module.css";

/** The places of a role. */
export function Navigation({ role }: { role: keyof typeof PLACES }) {
  const { t } = useLanguage();
  return (
    <nav className={styles.navigation} aria-label={t("shell.navigation")}>
      <ul>
        {PLACES[role].map(({ to, icon, text }) => (
          <li key={to}>
            <TextLink to={to} underline="never" className={styles.item} activeOptions={{ exact: to === "/" }}>
              <Icon name={icon} />
              <span>{t(text)}</span>
              {to === "/notifications" ? <Unread /> : null}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Unread() {
  const { t } = useLanguage();
  const { data } = useQuery(unreadQuery);
  if (!data?.unread) return null;
  return (
    <span className={styles.count}>
      {data.unread}
      {data.more ? "+" : ""}
      <VisuallyHidden component="span"> {t("shell.unread")}</VisuallyHidden>
    </span>
  );
}
