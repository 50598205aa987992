import { Unreachable } from "./problem";

const PAUSE = 700;
const BUSY = 503;

let language = "ar";

/** The language in which the server is to answer. */
export const speak = (tag: string) => {
  language = tag;
};

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Sends a request, and once more where no answer came or the server was busy. Whatever changes something carries an
 * `Idempotency-Key`, so that it is done once even when both arrive.
 */
export async function reach(request: Request): Promise<Response> {
  request.headers.set("Accept-Language", language);
  if (request.method !== "GET" && !request.headers.has("Idempotency-Key")) {
    request.headers.set("Idempotency-Key", crypto.randomUUID());
  }
  const again = request.clone();
  const first = await fetch(request).catch(() => null);
  if (first && first.status !== BUSY) return first;
  await pause(PAUSE);
  return fetch(again).catch((cause: unknown) => {
    throw new Unreachable(cause);
  });
}
