import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { user } from "../api/session";
import { root } from "./root";

const text = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value : undefined);

interface Search {
  q?: string;
  specialty?: string;
  wilaya?: string;
}

function search(values: Record<string, unknown>): Search {
  const q = text(values["q"]);
  const specialty = text(values["specialty"]);
  const wilaya = text(values["wilaya"]);
  return { ...(q && { q }), ...(specialty && { specialty }), ...(wilaya && { wilaya }) };
}

/** Where to go on after signing in: a page of this client, and nothing else. */
function onwards(values: Record<string, unknown>): { to?: string } {
  const to = text(values["to"]);
  return to && /^\/(?![/\\])/.test(to) ? { to } : {};
}

const index = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    if (user()) throw redirect({ to: "/home" });
  },
  component: lazyRouteComponent(() => import("../features/doctors/front"), "Front"),
});

const doctors = createRoute({
  getParentRoute: () => root,
  path: "/doctors",
  validateSearch: search,
  component: lazyRouteComponent(() => import("../features/doctors/found"), "Found"),
});

const doctor = createRoute({
  getParentRoute: () => root,
  path: "/doctors/$doctorId",
  component: lazyRouteComponent(() => import("../features/doctors/doctor"), "DoctorPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: onwards,
  component: lazyRouteComponent(() => import("../features/account/sign-in"), "SignIn"),
});

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  validateSearch: onwards,
  component: lazyRouteComponent(() => import("../features/account/register"), "Register"),
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: "/forgotten",
  component: lazyRouteComponent(() => import("../features/account/forgotten"), "Forgotten"),
});

/** The pages of everybody. */
export const visitorRoutes = [index, doctors, doctor, signIn, register, forgotten] as const;
