import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLanguage } from "../../i18n/use-language";
import { Sheet } from "../../ui/sheet";
import { Loaded } from "../../ui/states";
import styles from "./prescription.module.css";
import { codeQuery } from "./queries";

/** The code for the pharmacist's camera: over the whole screen, and the screen stays on. */
export function Code({ prescriptionId, onClose }: { prescriptionId: string; onClose: () => void }) {
  const { t } = useLanguage();
  const query = useQuery(codeQuery(prescriptionId));
  useAwake();
  return (
    <Sheet full title={t("code.title")} onClose={onClose}>
      <Loaded query={query} lines={1}>
        {({ svg }) => <img className={styles.code} alt={t("code.alt")} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg ?? "")}`} />}
      </Loaded>
      <p className={styles.hint}>{t("code.hint")}</p>
    </Sheet>
  );
}

function useAwake() {
  useEffect(() => {
    let gone = false;
    let lock: WakeLockSentinel | null = null;
    const free = () => void lock?.release().catch(() => undefined);
    navigator.wakeLock
      ?.request("screen")
      .then((taken) => {
        lock = taken;
        if (gone) free();
      })
      // Low battery, or a page in the background: the screen then keeps its own time.
      .catch(() => undefined);
    return () => {
      gone = true;
      free();
    };
  }, []);
}
