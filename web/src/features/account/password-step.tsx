import { Button, PasswordInput, TextInput } from "@mantine/core";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { SignedIn } from "../../api/types";
import { useAction } from "../../api/use-action";
import { useLanguage } from "../../i18n/use-language";
import { Failure } from "../../ui/failure";
import { useFieldErrors } from "../../ui/fields";
import { Form } from "../../ui/form";

interface Account {
  email: string;
  password: string;
}

interface Props {
  account: Account;
  onAccount: (account: Account) => void;
  onSignedIn: (signed: SignedIn) => unknown;
  onCode: (step: { mfaToken: string }) => void;
}

/** Address and password. */
export function PasswordStep({ account, onAccount, onSignedIn, onCode }: Props) {
  const { t } = useLanguage();
  const signIn = useAction(
    (body: Account, once) => taken(api.POST("/v1/login", { body, params: once })),
    (answer) => ("mfaToken" in answer ? onCode({ mfaToken: answer.mfaToken }) : onSignedIn(answer)),
  );
  const fieldError = useFieldErrors(signIn.error);
  return (
    <Form error={signIn.error} onSubmit={() => signIn.run({ ...account, email: account.email.trim() })}>
      <TextInput
        type="email"
        dir="ltr"
        label={t("account.email")}
        value={account.email}
        onChange={(event) => onAccount({ ...account, email: event.currentTarget.value })}
        error={fieldError("email")}
        autoComplete="username"
        required
      />
      <PasswordInput
        dir="ltr"
        label={t("account.password")}
        value={account.password}
        onChange={(event) => onAccount({ ...account, password: event.currentTarget.value })}
        error={fieldError("password")}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ "aria-label": t("account.reveal") }}
        required
      />
      <Failure error={signIn.error} fields={["email", "password"]} />
      <Button type="submit" loading={signIn.isPending}>
        {t("shell.signIn")}
      </Button>
    </Form>
  );
}
