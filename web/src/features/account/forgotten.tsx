import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import { useAction } from "../../api/use-action";
import { useLanguage } from "../../i18n/use-language";
import { Failure } from "../../ui/failure";
import { useFieldErrors } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";

/** Asks for a mail with which to choose another password. Whether the address has an account is not said. */
export function Forgotten() {
  const { t } = useLanguage();
  const [email, setEmail] = useState("");
  const ask = useAction((body: { email: string }, once) => taken(api.POST("/v1/password/forgot", { body, params: once })));
  const fieldError = useFieldErrors(ask.error);
  return (
    <Page title={t("forgotten.title")} lead={t("forgotten.lead")} back={{ to: "/sign-in", label: t("shell.signIn") }}>
      {ask.isSuccess ? (
        <Notice tone="good" title={t("forgotten.sent")}>
          <p>{t("forgotten.sentAdvice")}</p>
        </Notice>
      ) : (
        <Form error={ask.error} onSubmit={() => ask.run({ email: email.trim() })}>
          <TextInput
            type="email"
            dir="ltr"
            label={t("account.email")}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldError("email")}
            autoComplete="username"
            required
          />
          <Failure error={ask.error} fields={["email"]} />
          <Button type="submit" loading={ask.isPending}>
            {t("forgotten.send")}
          </Button>
        </Form>
      )}
    </Page>
  );
}
