import type { ReactNode } from "react";
import styles from "./card.module.css";

/** Something that belongs together. */
export const Card = ({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) => (
  <div className={quiet ? `${styles.card} ${styles.quiet}` : styles.card}>{children}</div>
);

/** Cards one below the other, as a list. */
export const CardList = ({ children, label }: { children: ReactNode; label?: string }) => (
  <ul className={styles.list} aria-label={label}>
    {children}
  </ul>
);
