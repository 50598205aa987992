import { Button, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import { useAction } from "../../api/use-action";
import { useUser } from "../../api/use-session";
import type { Slot } from "../../api/types";
import { useLanguage } from "../../i18n/use-language";
import { useFieldErrors } from "../../ui/fields";
import { Form } from "../../ui/form";
import { LinkButton } from "../../ui/link";
import { Notice } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { useNames } from "../doctors/names";
import type { Practice } from "../doctors/queries";
import { Clash, isGone } from "./clash";
import { When } from "./when";

const LONGEST_REASON = 300;

interface Props {
  practice: Practice;
  slot: Slot;
  onSlot: (slot: Slot) => void;
  onClose: () => void;
}

/** The last of three taps: whom, when, and yes. */
export function Booking({ practice, slot, onSlot, onClose }: Props) {
  const { t } = useLanguage();
  const { doctorName } = useNames();
  const user = useUser();
  const { doctor, timeZone } = practice;
  return (
    <Sheet title={t("booking.title")} onClose={onClose}>
      <strong>{doctorName(doctor)}</strong>
      <When start={slot.start} timeZone={timeZone} />
      {user?.role === "patient" ? (
        <Confirm practice={practice} slot={slot} onSlot={onSlot} />
      ) : (
        <>
          <Notice tone="plain" title={t("booking.signIn")} live={false} />
          <LinkButton to="/sign-in" search={{ to: `/doctors/${doctor.doctorId}` }} fullWidth>
            {t("shell.signIn")}
          </LinkButton>
          <LinkButton to="/register" search={{ to: `/doctors/${doctor.doctorId}` }} variant="outline" fullWidth>
            {t("front.register")}
          </LinkButton>
        </>
      )}
    </Sheet>
  );
}

function Confirm({ practice: { doctor, timeZone }, slot, onSlot }: Omit<Props, "onClose">) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [reason, setReason] = useState(() => t("booking.usualReason"));
  const book = useAction(
    (start: string, once) =>
      taken(api.POST("/v1/appointments", { body: { doctorId: doctor.doctorId, start, reason: reason.trim() || t("booking.usualReason") }, params: once })),
    async (booked) => {
      client.setQueryData(["appointment", booked.appointmentId], booked);
      void client.invalidateQueries({ queryKey: ["slots", doctor.doctorId] });
      void client.invalidateQueries({ queryKey: ["appointments"] });
      await navigate({ to: "/appointments/$appointmentId", params: { appointmentId: booked.appointmentId } });
    },
  );
  const fieldError = useFieldErrors(book.error);
  return (
    <Form error={book.error} onSubmit={() => book.run(slot.start)}>
      <Clash
        error={book.error}
        doctorId={doctor.doctorId}
        timeZone={timeZone}
        onPick={(other) => {
          book.reset();
          onSlot(other);
        }}
      />
      <Textarea
        label={t("booking.reason")}
        description={t("booking.reasonHint")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError("reason")}
        maxLength={LONGEST_REASON}
        rows={2}
        dir="auto"
      />
      {isGone(book.error) ? null : (
        <Button type="submit" loading={book.isPending} fullWidth>
          {t("booking.confirm")}
        </Button>
      )}
    </Form>
  );
}
