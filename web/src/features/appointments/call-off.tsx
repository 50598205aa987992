import { Button, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Appointment } from "../../api/types";
import { useAction } from "../../api/use-action";
import { useLanguage } from "../../i18n/use-language";
import { Failure } from "../../ui/failure";
import { Form } from "../../ui/form";
import { Sheet } from "../../ui/sheet";

const LONGEST_REASON = 300;

/** Asks once more before an appointment is called off. */
export function CallOff({ appointment: { appointmentId: id }, onClose }: { appointment: Appointment; onClose: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const callOff = useAction(
    (why: string, once) => taken(api.POST("/v1/appointments/{id}/cancel", { params: { ...once, path: { id } }, body: why ? { reason: why } : {} })),
    (appointment) => {
      client.setQueryData(["appointment", id], appointment);
      void client.invalidateQueries({ queryKey: ["appointments"] });
      onClose();
    },
  );
  return (
    <Sheet title={t("callOff.title")} onClose={onClose}>
      <p>{t("callOff.about")}</p>
      <Form onSubmit={() => callOff.run(reason.trim())}>
        <Textarea label={t("callOff.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={LONGEST_REASON} rows={2} dir="auto" />
        <Failure error={callOff.error} />
        <Button type="submit" color="danger" loading={callOff.isPending} fullWidth>
          {t("callOff.yes")}
        </Button>
      </Form>
    </Sheet>
  );
}
