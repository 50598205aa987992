import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { taken } from "../../api/problem";

const LOOK_AGAIN = 30_000;

export const unreadQuery = queryOptions({
  queryKey: ["notifications", "unread"],
  refetchInterval: LOOK_AGAIN,
  queryFn: () => taken(api.GET("/v1/notifications/unread")),
});

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ["notifications", "list"],
  refetchInterval: LOOK_AGAIN,
  queryFn: ({ pageParam }) => taken(api.GET("/v1/notifications", { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  initialPageParam: "",
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
