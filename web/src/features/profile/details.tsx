import { Button, NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Profile, ProfileChanges } from "../../api/types";
import { useAction } from "../../api/use-action";
import { WILAYAS, wilayaName } from "../../data/wilayas";
import { useLanguage } from "../../i18n/use-language";
import { Card } from "../../ui/card";
import { Failure } from "../../ui/failure";
import { useFieldErrors } from "../../ui/fields";
import { Form, Row } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { Section } from "../../ui/page";
import { BLOOD_TYPES, changes, filled, type Filled } from "./changes";

const FIELDS = ["firstName", "lastName", "phone", "address", "bloodType", "heightCm", "weightKg", "allergies", "chronicConditions"] as const;

/** How to be reached, and what a doctor should know. */
export function Details({ profile }: { profile: Profile }) {
  const { t, language, calendarDate } = useLanguage();
  const client = useQueryClient();
  const [form, setForm] = useState(() => filled(profile));
  const save = useAction(
    (body: ProfileChanges, once) => taken(api.PATCH("/v1/me", { body, params: once })),
    (saved) => {
      client.setQueryData(["me"], saved);
      setForm(filled(saved));
    },
  );
  const fieldError = useFieldErrors(save.error);
  const field = (name: keyof Filled, pointer: string = name) => ({
    label: t(`account.${name}`),
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      if (save.isSuccess) save.reset();
      setForm({ ...form, [name]: event.currentTarget.value });
    },
    error: fieldError(pointer),
  });
  return (
    <Form error={save.error} onSubmit={() => save.run(changes(form))}>
      <Section title={t("profile.person")}>
        <Card quiet>
          <bdi>{profile.email}</bdi>
          {profile.dateOfBirth ? <span>{t("profile.born", { date: calendarDate(profile.dateOfBirth) })}</span> : null}
        </Card>
        <Row>
          <TextInput {...field("firstName")} autoComplete="given-name" dir="auto" />
          <TextInput {...field("lastName")} autoComplete="family-name" dir="auto" />
        </Row>
        <TextInput {...field("phone")} type="tel" dir="ltr" autoComplete="tel" />
        <Row>
          <NativeSelect
            {...field("wilaya", "address/wilaya")}
            data={[{ value: "", label: t("profile.unknown") }, ...WILAYAS.map(([name]) => ({ value: name, label: wilayaName(name, language) }))]}
          />
          <TextInput {...field("commune", "address/commune")} dir="auto" />
        </Row>
        <TextInput {...field("street", "address/street")} autoComplete="street-address" dir="auto" />
      </Section>
      <Section title={t("profile.health")}>
        <Row>
          <NativeSelect {...field("bloodType")} data={[{ value: "", label: t("profile.unknown") }, ...BLOOD_TYPES.map((type) => ({ value: type, label: `\u2066${type}\u2069` }))]} />
          <TextInput {...field("heightCm")} inputMode="numeric" dir="ltr" />
          <TextInput {...field("weightKg")} inputMode="numeric" dir="ltr" />
        </Row>
        <Textarea {...field("allergies")} description={t("profile.oneALine")} autosize={false} rows={3} dir="auto" />
        <Textarea {...field("chronicConditions")} description={t("profile.oneALine")} autosize={false} rows={3} dir="auto" />
      </Section>
      <Failure error={save.error} fields={FIELDS} />
      {save.isSuccess ? <Notice tone="good" title={t("profile.saved")} /> : null}
      <Button type="submit" loading={save.isPending}>
        {t("profile.save")}
      </Button>
    </Form>
  );
}
