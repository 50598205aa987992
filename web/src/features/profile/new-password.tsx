import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { api } from "../../api/client";
import { codeOf, taken } from "../../api/problem";
import { useAction } from "../../api/use-action";
import { useLanguage } from "../../i18n/use-language";
import { Failure } from "../../ui/failure";
import { useFieldErrors } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Notice } from "../../ui/notice";

const EMPTY = { currentPassword: "", newPassword: "" };

/** Another password, for whoever knows the present one. */
export function NewPassword() {
  const { t } = useLanguage();
  const [form, setForm] = useState(EMPTY);
  const change = useAction(
    (body: typeof EMPTY, once) => taken(api.POST("/v1/me/password", { body, params: once })),
    () => setForm(EMPTY),
  );
  const fieldError = useFieldErrors(change.error);
  const wrong = codeOf(change.error) === "invalid_credentials";
  const field = (name: keyof typeof EMPTY) => ({
    label: t(`account.${name}`),
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
    error: fieldError(name),
    dir: "ltr",
    visibilityToggleButtonProps: { "aria-label": t("account.reveal") },
  });
  return (
    <Form error={change.error} onSubmit={() => change.run(form)}>
      <PasswordInput {...field("currentPassword")} {...(wrong && { error: t("profile.wrongPassword") })} autoComplete="current-password" />
      <PasswordInput {...field("newPassword")} description={t("register.passwordHint")} autoComplete="new-password" />
      <Failure error={wrong ? null : change.error} fields={["currentPassword", "newPassword"]} />
      {change.isSuccess ? <Notice tone="good" title={t("profile.passwordChanged")} /> : null}
      <Button type="submit" variant="outline" loading={change.isPending}>
        {t("profile.changePassword")}
      </Button>
    </Form>
  );
}
