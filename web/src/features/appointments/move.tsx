import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Appointment, Slot } from "../../api/types";
import { useAction } from "../../api/use-action";
import { useLanguage } from "../../i18n/use-language";
import { Card } from "../../ui/card";
import { Form } from "../../ui/form";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { Loaded } from "../../ui/states";
import { Clash, isGone } from "../booking/clash";
import { SlotPicker } from "../booking/slot-picker";
import { When } from "../booking/when";
import { usePractice } from "./appointment-card";
import { appointmentQuery } from "./queries";

/** Another time for an appointment. */
export function Move() {
  const { t } = useLanguage();
  const { appointmentId } = useParams({ from: "/patient/appointments/$appointmentId/move" });
  const query = useQuery(appointmentQuery(appointmentId));
  return (
    <Page title={t("move.title")} back={{ to: `/appointments/${appointmentId}`, label: t("appointment.title") }}>
      <Loaded query={query}>{(appointment) => <Choice appointment={appointment} />}</Loaded>
    </Page>
  );
}

function Choice({ appointment }: { appointment: Appointment }) {
  const { t } = useLanguage();
  const [slot, setSlot] = useState<Slot | null>(null);
  const { name, timeZone } = usePractice(appointment.doctorId);
  return (
    <>
      <Card>
        <strong>{name}</strong>
        <span>{t("move.now")}</span>
        <When start={appointment.start} timeZone={timeZone} />
      </Card>
      <Section title={t("move.to")}>
        <SlotPicker doctorId={appointment.doctorId} onPick={setSlot} />
      </Section>
      {slot ? (
        <Sheet title={t("move.confirmTitle")} onClose={() => setSlot(null)}>
          <strong>{name}</strong>
          <When start={slot.start} timeZone={timeZone} />
          <Confirm appointment={appointment} slot={slot} timeZone={timeZone} onSlot={setSlot} />
        </Sheet>
      ) : null}
    </>
  );
}

function Confirm({ appointment, slot, timeZone, onSlot }: { appointment: Appointment; slot: Slot; timeZone: string; onSlot: (slot: Slot) => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { appointmentId: id, doctorId } = appointment;
  const move = useAction(
    (start: string, once) => taken(api.POST("/v1/appointments/{id}/reschedule", { params: { ...once, path: { id } }, body: { start } })),
    async (moved) => {
      client.setQueryData(["appointment", id], moved);
      void client.invalidateQueries({ queryKey: ["appointments"] });
      void client.invalidateQueries({ queryKey: ["slots", doctorId] });
      await navigate({ to: "/appointments/$appointmentId", params: { appointmentId: id } });
    },
  );
  return (
    <Form onSubmit={() => move.run(slot.start)}>
      <Clash
        error={move.error}
        doctorId={doctorId}
        timeZone={timeZone}
        onPick={(other) => {
          move.reset();
          onSlot(other);
        }}
      />
      {isGone(move.error) ? null : (
        <Button type="submit" loading={move.isPending} fullWidth>
          {t("move.confirm")}
        </Button>
      )}
    </Form>
  );
}
