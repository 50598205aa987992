import { Button, NativeSelect, TextInput } from "@mantine/core";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Level, Preferences } from "../../api/types";
import { useAction } from "../../api/use-action";
import { HOME_ZONE } from "../../i18n/format";
import { useLanguage } from "../../i18n/use-language";
import { Failure } from "../../ui/failure";
import { useFieldErrors } from "../../ui/fields";
import { Form, Row } from "../../ui/form";
import { Notice } from "../../ui/notice";
import { Loaded } from "../../ui/states";

const LEVELS: readonly Level[] = ["all", "urgent", "off"];
const CHANNELS = ["email", "sms"] as const;

const preferencesQuery = queryOptions({ queryKey: ["preferences"], queryFn: () => taken(api.GET("/v1/notifications/preferences")) });

/** By which way somebody wants to be told, and when not. */
export function Hearing() {
  const query = useQuery(preferencesQuery);
  return <Loaded query={query}>{(preferences) => <Wishes preferences={preferences} />}</Loaded>;
}

function Wishes({ preferences }: { preferences: Preferences }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [channels, setChannels] = useState(preferences.channels);
  const [quiet, setQuiet] = useState({ from: preferences.quietHours?.from ?? "", to: preferences.quietHours?.to ?? "" });
  const save = useAction(
    (body: Preferences, once) => taken(api.PUT("/v1/notifications/preferences", { body, params: once })),
    (saved) => client.setQueryData(["preferences"], saved),
  );
  const fieldError = useFieldErrors(save.error);
  const changed = () => {
    if (save.isSuccess) save.reset();
  };
  const send = () => {
    const silent = quiet.from !== "" || quiet.to !== "";
    save.run({ channels, quietHours: silent ? { ...quiet, timeZone: preferences.quietHours?.timeZone ?? HOME_ZONE } : null });
  };
  return (
    <Form error={save.error} onSubmit={send}>
      <Row>
        {CHANNELS.map((channel) => (
          <NativeSelect
            key={channel}
            label={t(`hearing.${channel}`)}
            value={channels[channel]}
            data={LEVELS.map((level) => ({ value: level, label: t(`level.${level}`) }))}
            onChange={(event) => {
              changed();
              setChannels({ ...channels, [channel]: event.currentTarget.value as Level });
            }}
          />
        ))}
      </Row>
      <Row>
        {(["from", "to"] as const).map((end) => (
          <TextInput
            key={end}
            type="time"
            label={t(`hearing.${end}`)}
            value={quiet[end]}
            error={fieldError(`quietHours/${end}`)}
            onChange={(event) => {
              changed();
              setQuiet({ ...quiet, [end]: event.currentTarget.value });
            }}
          />
        ))}
      </Row>
      <Failure error={save.error} fields={["quietHours/from", "quietHours/to"]} />
      {save.isSuccess ? <Notice tone="good" title={t("hearing.saved")} /> : null}
      <Button type="submit" variant="outline" loading={save.isPending}>
        {t("hearing.save")}
      </Button>
    </Form>
  );
}
