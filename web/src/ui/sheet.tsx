import { Button, Title } from "@mantine/core";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { useLanguage } from "../i18n/use-language";
import styles from "./sheet.module.css";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Over the whole screen, black on white whatever the theme. */
  full?: boolean;
}

/** A question in front of the page. The browser's own dialog keeps the focus in it and gives it back. */
export function Sheet({ title, onClose, children, full = false }: Props) {
  const { t } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={full ? `${styles.sheet} ${styles.full}` : styles.sheet}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.inside}>
        <Title order={2} id={id} className={styles.title}>
          {title}
        </Title>
        {children}
        <Button variant={full ? "filled" : "subtle"} onClick={onClose} fullWidth>
          {t("common.close")}
        </Button>
      </div>
    </dialog>
  );
}
