import createClient from "openapi-fetch";
import { readProblem } from "./problem";
import type { paths } from "./schema";
import { renew, token } from "./session";
import { reach } from "./transport";

/** Sends a request as whoever is signed in; a token that has ended is exchanged and the request sent once more. */
async function signed(request: Request): Promise<Response> {
  const first = await token();
  if (!first) return reach(request);
  const again = request.clone();
  request.headers.set("Authorization", `Bearer ${first}`);
  const answer = await reach(request);
  if (answer.status !== 401) return answer;
  const problem = readProblem(await answer.clone().json().catch(() => null));
  const next = problem?.code === "unauthenticated" ? await renew() : null;
  if (!next) return answer;
  again.headers.set("Authorization", `Bearer ${next}`);
  return reach(again);
}

/** The API, by its own document. */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: signed });
