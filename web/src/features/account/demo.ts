import { queryOptions } from "@tanstack/react-query";

interface DemoAccount {
  role: string;
  name: string;
  email: string;
  password: string;
}

/** The accounts of the demo, where the platform runs on one machine; none in the cloud. */
export const demoQuery = queryOptions({
  queryKey: ["demo"],
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  queryFn: async () => {
    const answer = await fetch("/local/demo").catch(() => null);
    if (!answer?.ok) return null;
    return ((await answer.json()) as { accounts: DemoAccount[] }).accounts;
  },
});
