import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { Doctor } from "../../api/types";
import { HOME_ZONE, dateIn, daysAfter } from "../../i18n/format";

const MINUTE = 60_000;
/** The most that the API tells at a time. */
export const HORIZON = 31;

export interface Wanted {
  q?: string;
  specialty?: string;
  wilaya?: string;
}

export const doctorsQuery = (wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: ["doctors", wanted],
    queryFn: ({ pageParam }) => taken(api.GET("/v1/doctors", { params: { query: { ...wanted, ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export interface Practice {
  doctor: Doctor;
  timeZone: string;
}

/** A doctor, and the clock by which the practice lives. */
export const practiceQuery = (doctorId: string) =>
  queryOptions({
    queryKey: ["practice", doctorId],
    staleTime: 5 * MINUTE,
    queryFn: async (): Promise<Practice> => {
      const today = new Date().toISOString().slice(0, 10);
      const [doctor, slots] = await Promise.all([
        taken(api.GET("/v1/doctors/{doctorId}", { params: { path: { doctorId } } })),
        taken(api.GET("/v1/doctors/{doctorId}/slots", { params: { path: { doctorId }, query: { from: today, to: today } } })),
      ]);
      return { doctor, timeZone: slots.timeZone ?? HOME_ZONE };
    },
  });

/** The free times of the days from `from` on. */
export const slotsQuery = (doctorId: string, from: string) =>
  queryOptions({
    queryKey: ["slots", doctorId, from],
    staleTime: MINUTE / 4,
    queryFn: async () => {
      const found = await taken(
        api.GET("/v1/doctors/{doctorId}/slots", { params: { path: { doctorId }, query: { from, to: daysAfter(from, HORIZON - 1) } } }),
      );
      return { slots: found.slots, timeZone: found.timeZone ?? HOME_ZONE };
    },
  });

/** Today, by the clock at home. */
export const today = () => dateIn(HOME_ZONE, new Date());
