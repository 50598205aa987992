import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useLanguage } from "../i18n/use-language";
import { Notice } from "../ui/notice";
import styles from "./shell.module.css";

/** Says so when the network is gone. */
export function Offline() {
  const { t } = useLanguage();
  const online = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  if (online) return null;
  return (
    <div className={styles.offline}>
      <Notice tone="wait" title={t("shell.offline")} />
    </div>
  );
}
