import createClient from "openapi-fetch";
import { Refused, taken } from "./problem";
import type { paths } from "./schema";
import { reach } from "./transport";
import type { SignedIn, SignedInUser } from "./types";

/*
 * The access token is only ever in memory. The refresh token lies in this tab's session storage, so that a reload keeps
 * somebody signed in; it goes with the tab.
 */
const STORED = "medilink.session";
/** Before an access token ends, so that none ends on its way. */
const EARLY = 20_000;

interface Kept {
  refreshToken: string;
  user: SignedInUser;
}

let kept = stored();
let access: { token: string; until: number } | null = null;
let renewing: Promise<string | null> | null = null;
const listeners = new Set<() => void>();

const open = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: reach });

function stored(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function keep(next: Kept | null) {
  const changed = kept?.user.userId !== next?.user.userId;
  kept = next;
  try {
    if (next) sessionStorage.setItem(STORED, JSON.stringify(next));
    else sessionStorage.removeItem(STORED);
  } catch {
    // A browser may forbid storage: the session then lasts as long as the page.
  }
  if (changed) for (const listener of listeners) listener();
}

/** Who is signed in. */
export const user = () => kept?.user ?? null;

/** Calls back whenever somebody else, or nobody, is signed in. */
export function onSession(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Opens the session that a sign-in gave. */
export function begin(signed: SignedIn) {
  access = { token: signed.accessToken, until: Date.now() + signed.expiresIn * 1000 };
  keep({ refreshToken: signed.refreshToken, user: signed.user });
}

/** Ends the session here, and at the server as soon as it can be told. */
export function end() {
  const token = kept?.refreshToken;
  access = null;
  keep(null);
  if (token) void open.POST("/v1/logout", { body: { refreshToken: token } }).catch(() => undefined);
}

/** A token for the next call; nothing where nobody is signed in (any more). */
export function token(): Promise<string | null> {
  if (access && access.until - EARLY > Date.now()) return Promise.resolve(access.token);
  return renew();
}

/** Another token, in place of one that the server did not take. All who ask at a time share one exchange. */
export function renew(): Promise<string | null> {
  renewing ??= exchange().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function exchange(): Promise<string | null> {
  const before = kept;
  if (!before) return null;
  try {
    const pair = await taken(open.POST("/v1/token/refresh", { body: { refreshToken: before.refreshToken } }));
    // Somebody may have signed out, or another in, meanwhile.
    if (kept !== before) return access?.token ?? null;
    access = { token: pair.accessToken, until: Date.now() + pair.expiresIn * 1000 };
    keep({ ...before, refreshToken: pair.refreshToken });
    return access.token;
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status !== 401) throw error;
    if (kept === before) {
      access = null;
      keep(null);
    }
    return null;
  }
}
