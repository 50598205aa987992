import { QueryClient } from "@tanstack/react-query";
import { Unreachable } from "../api/problem";
import { onSession } from "../api/session";

const TRIES = 2;
const FRESH = 15_000;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH,
      // A refusal stays one; only where no answer came is it asked again.
      retry: (count, error) => error instanceof Unreachable && count < TRIES,
      // Without a network a page says so, and is shown anew when it is back.
      networkMode: "always",
      refetchOnReconnect: true,
    },
    // What was pressed without a network is refused at once, not done behind somebody's back later.
    mutations: { networkMode: "always" },
  },
});

// What one person has seen is nothing for the next one at the same screen.
onSession(() => queries.clear());
