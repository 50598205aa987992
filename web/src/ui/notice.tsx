import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";
import styles from "./notice.module.css";

export type Tone = "good" | "wait" | "stop" | "plain";

const ICONS: Record<Tone, IconName> = { good: "check", wait: "clock", stop: "warning", plain: "info" };

/** Something to know. What stops somebody is read out at once, the rest when there is time. */
export function Notice({ tone, title, children, live = true }: { tone: Tone; title: string; children?: ReactNode; live?: boolean }) {
  return (
    <div className={styles.notice} data-tone={tone} role={live ? (tone === "stop" ? "alert" : "status") : undefined}>
      <Icon name={ICONS[tone]} />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children}
      </div>
    </div>
  );
}

/** Where something stands, in a word. */
export const Badge = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={styles.badge} data-tone={tone}>
    <Icon name={ICONS[tone]} size={18} />
    {children}
  </span>
);
