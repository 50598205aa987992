import { useEffect, useRef, type FormEvent, type ReactNode } from "react";
import styles from "./form.module.css";

interface Props {
  children: ReactNode;
  onSubmit: () => void;
  /** Why it was refused: whoever sent it is led to the first field that is wrong. */
  error?: unknown;
  role?: "search";
}

/** Fields one below the other, sent by their button or by Enter. The server checks them: it knows what is wrong. */
export function Form({ children, onSubmit, error, role }: Props) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form ref={form} noValidate role={role} onSubmit={submit} className={styles.form}>
      {children}
    </form>
  );
}

/** Fields that stand beside each other where there is room. */
export const Row = ({ children }: { children: ReactNode }) => <div className={styles.row}>{children}</div>;
