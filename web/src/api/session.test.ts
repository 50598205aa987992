import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SignedInUser } from "./types";

const USER: SignedInUser = { userId: "usr_1", role: "patient", firstName: "أمينة", lastName: "بن علي", email: "amina@example.dz" };
const PROBLEM = { type: "about:blank", title: "", detail: "", traceId: "1" };

let calls: Request[];
let answers: (request: Request) => Response | Promise<Response>;
let stored: Map<string, string>;

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const refused = (status: number, code: string) => json(status, { ...PROBLEM, status, code });
const of = (path: string) => calls.filter(({ url }) => url.endsWith(path));

beforeEach(() => {
  vi.resetModules();
  calls = [];
  stored = new Map();
  vi.stubGlobal("location", { origin: "http://medilink.test" });
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
  vi.stubGlobal("fetch", async (request: Request) => {
    calls.push(request.clone());
    return answers(request);
  });
});
afterEach(() => vi.unstubAllGlobals());

const pair = (name: string) => ({ accessToken: `access-${name}`, refreshToken: `refresh-${name}`, expiresIn: 900 });

async function signedIn() {
  const session = await import("./session");
  const { api } = await import("./client");
  session.begin({ ...pair("1"), user: USER });
  return { session, api };
}

describe("a session", () => {
  test("keeps the access token in memory alone", async () => {
    await signedIn();
    expect([...stored.values()].join()).toContain("refresh-1");
    expect([...stored.values()].join()).not.toContain("access-1");
  });

  test("outlives a reload, and calls that come together exchange the token once", async () => {
    await signedIn();
    vi.resetModules();
    answers = (request) => (request.url.endsWith("/token/refresh") ? json(200, pair("2")) : json(200, { unread: 0, more: false }));
    const { api } = await import("./client");
    await Promise.all([api.GET("/v1/notifications/unread"), api.GET("/v1/me")]);
    expect(of("/token/refresh")).toHaveLength(1);
    expect(of("/v1/me")[0]?.headers.get("authorization")).toBe("Bearer access-2");
    expect([...stored.values()].join()).toContain("refresh-2");
  });

  test("that the server ended too early is carried on, and the call sent again", async () => {
    const { api } = await signedIn();
    answers = (request) => {
      if (request.url.endsWith("/token/refresh")) return json(200, pair("2"));
      return request.headers.get("authorization") === "Bearer access-2" ? json(200, { unread: 3, more: false }) : refused(401, "unauthenticated");
    };
    expect((await api.GET("/v1/notifications/unread")).data).toEqual({ unread: 3, more: false });
    expect(of("/unread")).toHaveLength(2);
  });

  test("is over where the token was used before, and those who listen hear of it", async () => {
    const { session, api } = await signedIn();
    const heard = vi.fn();
    session.onSession(heard);
    answers = (request) => (request.url.endsWith("/token/refresh") ? refused(401, "token_reused") : refused(401, "unauthenticated"));
    expect((await api.GET("/v1/me")).response.status).toBe(401);
    expect(session.user()).toBeNull();
    expect(stored.size).toBe(0);
    expect(heard).toHaveBeenCalledOnce();
  });

  test("stays where the network is gone", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 200 });
    await signedIn();
    vi.resetModules();
    answers = () => Promise.reject(new TypeError("network"));
    const { api } = await import("./client");
    await expect(api.GET("/v1/me")).rejects.toThrow("no answer");
    expect((await import("./session")).user()).toEqual(USER);
    vi.useRealTimers();
  });

  test("a wrong password while signed in exchanges nothing", async () => {
    const { api } = await signedIn();
    answers = () => refused(401, "invalid_credentials");
    await api.POST("/v1/me/password", { body: { currentPassword: "a", newPassword: "b" } });
    expect(of("/token/refresh")).toHaveLength(0);
  });
});

test("what changes something is sent again under the same key where no answer came", async () => {
  const { api } = await signedIn();
  answers = () => (calls.length === 1 ? Promise.reject(new TypeError("network")) : json(200, {}));
  await api.PATCH("/v1/me", { body: { firstName: "أمينة" } });
  const keys = of("/v1/me").map((request) => request.headers.get("idempotency-key"));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[\w-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
});
