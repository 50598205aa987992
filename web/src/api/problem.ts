import type { Problem, Slot } from "./types";

/** The server's refusal, as it said it. */
export class Refused extends Error {
  constructor(
    readonly problem: Problem & { alternatives?: Slot[] },
    readonly retryAfter: number | null,
  ) {
    super(`${problem.status} ${problem.code} (${problem.traceId})`);
    this.name = "Refused";
  }
}

/** No answer came, or none that can be read. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("no answer", { cause });
    this.name = "Unreachable";
  }
}

/** The code of a refusal; nothing for any other failure. */
export const codeOf = (error: unknown) => (error instanceof Refused ? error.problem.code : undefined);

/** What a body of `application/problem+json` says, where it is one. */
export function readProblem(body: unknown): Problem | null {
  if (typeof body !== "object" || body === null) return null;
  return "code" in body && "title" in body && "status" in body ? (body as Problem) : null;
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; a refusal is thrown. */
export async function taken<Data>(answer: Promise<Answer<Data>>): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await answer;
  if (response.ok) return data as Exclude<Data, undefined>;
  const problem = readProblem(error);
  if (!problem) throw new Unreachable(`${response.status} without a problem`);
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  throw new Refused(problem, Number.isFinite(seconds) ? seconds : null);
}
