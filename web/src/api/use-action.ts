import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { codeOf } from "./problem";

/** What goes beside a call's body so that it is done once, however often it is sent. */
export interface Once {
  header: { "Idempotency-Key": string };
}

/**
 * Something that a person does. While it runs, doing it again does nothing; the same input after a failure goes under the
 * same key, so that what did arrive is not done twice.
 */
export function useAction<In, Out>(act: (input: In, once: Once) => Promise<Out>, done?: (out: Out, input: In) => unknown) {
  const running = useRef(false);
  const attempt = useRef<{ input: string; key: string } | null>(null);
  const { mutate, error, isPending, isSuccess, data, reset } = useMutation({
    mutationFn: (input: In) => {
      const text = JSON.stringify(input) ?? "";
      if (attempt.current?.input !== text) attempt.current = { input: text, key: crypto.randomUUID() };
      return act(input, { header: { "Idempotency-Key": attempt.current.key } });
    },
    onSuccess: async (out, input) => {
      attempt.current = null;
      await done?.(out, input);
    },
    // A refusal is an answer: trying again is another act. Only where nobody knows is it the same one.
    onError: (failure) => {
      const code = codeOf(failure);
      if (code && code !== "request_in_progress") attempt.current = null;
    },
    onSettled: () => {
      running.current = false;
    },
  });
  const run = (input: In) => {
    if (running.current) return;
    running.current = true;
    mutate(input);
  };
  return { run, error, isPending, isSuccess, data, reset };
}
