import { Outlet, useRouterState } from "@tanstack/react-router";
import { useRef } from "react";
import { useUser } from "../api/use-session";
import { LanguageChoice } from "../i18n/language-choice";
import { useLanguage } from "../i18n/use-language";
import { TextLink } from "../ui/link";
import { Navigation } from "./navigation";
import { Offline } from "./offline";
import { HOME, known } from "./places";
import styles from "./shell.module.css";

/** What is around every page. */
export function Shell() {
  const { t } = useLanguage();
  const role = known(useUser()?.role);
  const main = useRef<HTMLElement>(null);
  const loading = useRouterState({ select: (state) => state.isLoading });
  return (
    <>
      <a
        className={styles.skip}
        href="#main"
        onClick={(event) => {
          // What follows # is the page's address here.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t("shell.skip")}
      </a>
      <header className={styles.top}>
        <TextLink to={HOME[role]} underline="never" className={styles.brand}>
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="32" height="32" />
          <span>MediLink</span>
        </TextLink>
        <LanguageChoice />
      </header>
      <Navigation role={role} />
      <Offline />
      <main ref={main} id="main" tabIndex={-1} className={styles.main} aria-busy={loading}>
        <Outlet />
      </main>
    </>
  );
}
