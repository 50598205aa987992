import { Button, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { NewPatient, SignedIn } from "../../api/types";
import { useAction } from "../../api/use-action";
import { useLanguage } from "../../i18n/use-language";
import { BirthDate } from "../../ui/birth-date";
import { Failure } from "../../ui/failure";
import { useFieldErrors } from "../../ui/fields";
import { Form, Row } from "../../ui/form";
import { TextLink } from "../../ui/link";
import { Page, Section } from "../../ui/page";
import { useEnter } from "./sign-in";

const FIELDS = ["firstName", "lastName", "gender", "dateOfBirth", "phone", "email", "password"] as const;
const EMPTY: NewPatient = { firstName: "", lastName: "", gender: "unknown", dateOfBirth: "", phone: "", email: "", password: "" };

/** A patient opens an account, and is signed in. */
export function Register() {
  const { t } = useLanguage();
  const { to } = useSearch({ from: "/visitor/register" });
  const navigate = useNavigate();
  const enter = useEnter(to);
  const [form, setForm] = useState(EMPTY);
  const register = useAction(
    async (body: NewPatient, once): Promise<SignedIn | null> => {
      await taken(api.POST("/v1/registrations/patients", { body, params: once }));
      // The account is there now: where signing in fails, it is for the sign-in page to say why.
      const signed = await taken(api.POST("/v1/login", { body: { email: body.email, password: body.password } })).catch(() => null);
      return signed && "accessToken" in signed ? signed : null;
    },
    (signed) => (signed ? enter(signed) : navigate({ to: "/sign-in", search: to ? { to } : {} })),
  );
  const fieldError = useFieldErrors(register.error);
  const field = (name: (typeof FIELDS)[number]) => ({
    label: t(`account.${name}`),
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
    error: fieldError(name),
    required: true,
  });
  return (
    <Page title={t("register.title")} lead={t("register.lead")}>
      <Form error={register.error} onSubmit={() => register.run({ ...form, email: form.email.trim() })}>
        <Section title={t("register.person")}>
          <Row>
            <TextInput {...field("firstName")} autoComplete="given-name" dir="auto" />
            <TextInput {...field("lastName")} autoComplete="family-name" dir="auto" />
          </Row>
          <BirthDate label={t("account.dateOfBirth")} value={form.dateOfBirth} error={fieldError("dateOfBirth")} onChange={(dateOfBirth) => setForm({ ...form, dateOfBirth })} />
          <NativeSelect
            {...field("gender")}
            data={[
              { value: "unknown", label: t("gender.unknown") },
              { value: "female", label: t("gender.female") },
              { value: "male", label: t("gender.male") },
            ]}
          />
          <TextInput {...field("phone")} type="tel" dir="ltr" description={t("register.phoneHint")} autoComplete="tel" />
        </Section>
        <Section title={t("register.account")}>
          <TextInput {...field("email")} type="email" dir="ltr" autoComplete="username" />
          <PasswordInput
            {...field("password")}
            dir="ltr"
            description={t("register.passwordHint")}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("account.reveal") }}
          />
        </Section>
        <Failure error={register.error} fields={FIELDS} />
        <Button type="submit" loading={register.isPending}>
          {t("register.send")}
        </Button>
      </Form>
      <TextLink to="/sign-in" search={to ? { to } : {}}>
        {t("register.known")}
      </TextLink>
    </Page>
  );
}
