import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import { codeOf, taken } from "../../api/problem";
import type { SignedIn } from "../../api/types";
import { useAction } from "../../api/use-action";
import { useLanguage } from "../../i18n/use-language";
import { Failure } from "../../ui/failure";
import { Form } from "../../ui/form";

interface Props {
  mfaToken: string;
  onSignedIn: (signed: SignedIn) => unknown;
  onBack: () => void;
}

/** The code of the authenticator, or one of those kept for the day it is lost. */
export function SecondStep({ mfaToken, onSignedIn, onBack }: Props) {
  const { t } = useLanguage();
  const [code, setCode] = useState("");
  const send = useAction(
    (body: { mfaToken: string; code: string }, once) => taken(api.POST("/v1/login/mfa", { body, params: once })),
    (answer) => ("accessToken" in answer ? onSignedIn(answer) : undefined),
  );
  const over = codeOf(send.error) === "invalid_token";
  return (
    <Form onSubmit={() => send.run({ mfaToken, code: code.trim() })}>
      <TextInput
        dir="ltr"
        label={t("signIn.code")}
        description={t("signIn.codeHint")}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="one-time-code"
        maxLength={64}
        autoFocus
        required
      />
      <Failure error={send.error}>{over ? <p>{t("signIn.codeOver")}</p> : null}</Failure>
      <Button type="submit" loading={send.isPending}>
        {t("shell.signIn")}
      </Button>
      <Button variant="subtle" onClick={onBack}>
        {t("signIn.again")}
      </Button>
    </Form>
  );
}
