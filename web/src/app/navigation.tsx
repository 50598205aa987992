import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Role } from "../api/types";
import { unreadQuery } from "../features/notifications/queries";
import { useLanguage } from "../i18n/use-language";
import { Icon, type IconName } from "../ui/icon";
import { TextLink } from "../ui/link";
import styles from "./shell.module.css";

const PLACES = {
  visitor: [
    { to: "/", icon: "search", text: "shell.find" },
    { to: "/sign-in", icon: "enter", text: "shell.signIn" },
    { to: "/register", icon: "add", text: "shell.register" },
  ],
  patient: [
    { to: "/home", icon: "home", text: "shell.home" },
    { to: "/appointments", icon: "calendar", text: "shell.appointments" },
    { to: "/prescriptions", icon: "prescription", text: "shell.prescriptions" },
    { to: "/notifications", icon: "bell", text: "shell.notifications" },
    { to: "/profile", icon: "person", text: "shell.profile" },
  ],
} as const satisfies Record<string, readonly { to: string; icon: IconName; text: string }[]>;

/** The places of a role: a bar under the thumb on a phone, a row under the head on a desk. */
export function Navigation({ role }: { role: Role | "visitor" }) {
  const { t } = useLanguage();
  const places = role === "patient" ? PLACES.patient : PLACES.visitor;
  return (
    <nav className={styles.navigation} aria-label={t("shell.navigation")}>
      <ul>
        {places.map(({ to, icon, text }) => (
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
