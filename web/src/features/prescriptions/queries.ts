import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { taken } from "../../api/problem";
import type { ItemStatus, PrescriptionStatus } from "../../api/types";
import type { Tone } from "../../ui/notice";

export const prescriptionsQuery = infiniteQueryOptions({
  queryKey: ["prescriptions"],
  queryFn: ({ pageParam }) => taken(api.GET("/v1/prescriptions", { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  initialPageParam: "",
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const prescriptionQuery = (id: string) =>
  queryOptions({
    queryKey: ["prescription", id],
    queryFn: () => taken(api.GET("/v1/prescriptions/{id}", { params: { path: { id } } })),
  });

/** The code never changes: once fetched it is there, with or without a network. */
export const codeQuery = (id: string) =>
  queryOptions({
    queryKey: ["prescription-code", id],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: () => taken(api.GET("/v1/prescriptions/{id}/code", { params: { path: { id }, query: { format: "svg" } } })),
  });

/** States in which a pharmacy still takes the code. */
const SHOWN: readonly PrescriptionStatus[] = ["active", "claimed", "part_dispensed"];

export const isShown = (status: PrescriptionStatus) => SHOWN.includes(status);

export const TONES: Record<PrescriptionStatus, Tone> = {
  scheduled: "wait",
  active: "good",
  claimed: "wait",
  part_dispensed: "wait",
  dispensed: "plain",
  not_dispensed: "stop",
  cancel_pending: "stop",
  cancelled: "stop",
  expired: "stop",
};

export const ITEM_TONES: Record<ItemStatus, Tone> = {
  to_dispense: "wait",
  partial: "wait",
  dispensed: "good",
  not_dispensed: "stop",
  cancelled: "stop",
  expired: "stop",
};
