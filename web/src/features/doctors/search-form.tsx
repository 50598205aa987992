import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { SPECIALTIES } from "../../data/specialties";
import { WILAYAS, wilayaName } from "../../data/wilayas";
import { LOCALES } from "../../i18n/format";
import { useLanguage } from "../../i18n/use-language";
import { Form } from "../../ui/form";
import { Icon } from "../../ui/icon";
import type { Wanted } from "./queries";

/** Whom to look for: a name, a specialty, a wilaya, any of them. */
export function SearchForm({ wanted }: { wanted: Wanted }) {
  const { t, language } = useLanguage();
  const navigate = useNavigate();
  const [form, setForm] = useState(wanted);
  const put = (name: keyof Wanted) => (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value });
  const order = new Intl.Collator(LOCALES[language]);
  const options = (pairs: { value: string; label: string }[], all: string) => [
    { value: "", label: all },
    ...pairs.toSorted((one, other) => order.compare(one.label, other.label)),
  ];
  return (
    <Form
      role="search"
      onSubmit={() => {
        const entries = Object.entries(form).filter(([, value]) => value?.trim());
        void navigate({ to: "/doctors", search: Object.fromEntries(entries) });
      }}
    >
      <TextInput label={t("search.name")} description={t("search.nameHint")} value={form.q ?? ""} onChange={put("q")} maxLength={80} autoComplete="off" dir="auto" />
      <NativeSelect
        label={t("search.specialty")}
        value={form.specialty ?? ""}
        onChange={put("specialty")}
        data={options(
          SPECIALTIES.map((name) => ({ value: name, label: t(`specialty.${name}`) })),
          t("search.anySpecialty"),
        )}
      />
      <NativeSelect
        label={t("search.wilaya")}
        value={form.wilaya ?? ""}
        onChange={put("wilaya")}
        data={options(
          WILAYAS.map(([name]) => ({ value: name, label: wilayaName(name, language) })),
          t("search.anyWilaya"),
        )}
      />
      <Button type="submit" leftSection={<Icon name="search" />}>
        {t("search.go")}
      </Button>
    </Form>
  );
}
