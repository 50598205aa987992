import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Appointment, AppointmentStatus } from "../../api/types";
import type { Tone } from "../../ui/notice";

const HOUR = 3_600_000;

/** The present hour: a key that stays while the page is looked at. */
export const thisHour = () => new Date(Math.floor(Date.now() / HOUR) * HOUR).toISOString().replace(".000", "");

/** Own appointments from `now` on, the next one first; or those before it, the last one first. */
export const appointmentsQuery = (side: "ahead" | "past", now: string) =>
  infiniteQueryOptions({
    queryKey: ["appointments", side, now],
    queryFn: ({ pageParam }) =>
      taken(
        api.GET("/v1/appointments", {
          params: { query: { ...(side === "ahead" ? { from: now } : { to: now }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const appointmentQuery = (id: string) =>
  queryOptions({
    queryKey: ["appointment", id],
    queryFn: () => taken(api.GET("/v1/appointments/{id}", { params: { path: { id } } })),
  });

/** States in which an appointment still takes place, and may be moved or called off. */
const OPEN: readonly AppointmentStatus[] = ["requested", "confirmed"];

export const isOpen = ({ status, start }: Appointment) => OPEN.includes(status) && Date.parse(start) > Date.now();

export const TONES: Record<AppointmentStatus, Tone> = {
  requested: "wait",
  confirmed: "good",
  arrived: "good",
  in_consultation: "good",
  fulfilled: "plain",
  rejected: "stop",
  cancelled: "stop",
  no_show: "stop",
  rescheduled: "wait",
};
