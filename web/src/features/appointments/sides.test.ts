import { expect, test } from "vitest";
import type { Appointment, AppointmentStatus } from "../../api/types";
import { sides } from "./sides";

const appointment = (status: AppointmentStatus, day: number): Appointment => ({
  appointmentId: `apt_${day}`,
  doctorId: "doc_1",
  patientId: "usr_1",
  start: `2026-12-0${day}T09:00:00Z`,
  end: `2026-12-0${day}T09:30:00Z`,
  status,
  history: [],
});

test("what was called off or done before its time is over, and does not stand among what is to come", () => {
  const { standing, over } = sides([appointment("fulfilled", 1), appointment("confirmed", 2), appointment("cancelled", 3), appointment("requested", 4)]);
  expect(standing.map(({ appointmentId }) => appointmentId)).toEqual(["apt_2", "apt_4"]);
  expect(over.map(({ appointmentId }) => appointmentId)).toEqual(["apt_3", "apt_1"]);
});
