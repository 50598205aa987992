import { Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { Icon } from "./icon";
import { TextLink } from "./link";
import styles from "./page.module.css";

let opened = false;

/** A page: its title is the window's, and where a screen reader goes on after following a link. */
export function Page({ title, lead, back, children }: { title: string; lead?: ReactNode; back?: { to: string; label: string } | undefined; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · MediLink`;
  }, [title]);
  useEffect(() => {
    if (opened) heading.current?.focus({ preventScroll: true });
    opened = true;
  }, []);
  return (
    <div className={styles.page}>
      {back ? (
        <TextLink to={back.to} className={styles.back}>
          <span className={styles.mirrored}>
            <Icon name="next" size={20} />
          </span>
          {back.label}
        </TextLink>
      ) : null}
      <Title order={1} ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </Title>
      {lead ? <p className={styles.lead}>{lead}</p> : null}
      {children}
    </div>
  );
}

/** A part of a page under a heading of its own. */
export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={styles.section}>
    <Title order={2} className={styles.heading}>
      {title}
    </Title>
    {children}
  </section>
);
