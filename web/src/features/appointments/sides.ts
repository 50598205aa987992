import type { Appointment, AppointmentStatus } from "../../api/types";

const STANDING: readonly AppointmentStatus[] = ["requested", "confirmed", "arrived", "in_consultation", "rescheduled"];

/** Appointments of the days to come: those that stand, next first, and those that are over, last first. */
export function sides(ahead: readonly Appointment[]) {
  const stands = ({ status }: Appointment) => STANDING.includes(status);
  return { standing: ahead.filter(stands), over: ahead.filter((appointment) => !stands(appointment)).toReversed() };
}
