import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Component, type ReactNode } from "react";
import { Refused, Unreachable } from "../api/problem";
import { useLanguage } from "../i18n/use-language";
import { Failure } from "../ui/failure";
import { LinkButton } from "../ui/link";
import { Notice } from "../ui/notice";
import { Page } from "../ui/page";
import { Empty } from "../ui/states";

/** In place of a page that could not be shown. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useLanguage();
  const known = error instanceof Refused || error instanceof Unreachable;
  return (
    <Page title={t("failure.title")}>
      {known ? (
        <Failure error={error} retry={reset} />
      ) : (
        <Notice tone="stop" title={t("failure.fault")}>
          <Button variant="outline" size="md" onClick={() => location.reload()}>
            {t("failure.reload")}
          </Button>
        </Notice>
      )}
    </Page>
  );
}

/** There is no such page. */
export function NotFound() {
  const { t } = useLanguage();
  return (
    <Page title={t("failure.notFound")}>
      <Empty icon="search" text={t("failure.notFoundAdvice")}>
        <LinkButton to="/">{t("shell.home")}</LinkButton>
      </Empty>
    </Page>
  );
}

/** The last line: even what is around the pages has failed, and with it maybe the texts. */
export class LastResort extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main>
        <p lang="ar">حدث خطأ. يرجى إعادة تحميل الصفحة.</p>
        <p lang="fr" dir="ltr">
          Une erreur est survenue. Rechargez la page.
        </p>
        <p lang="en" dir="ltr">
          Something went wrong. Please reload the page.
        </p>
      </main>
    );
  }
}
