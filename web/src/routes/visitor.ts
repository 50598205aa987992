import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { user } from "../api/session";
import { HOME, known } from "../app/places";
import { need } from "../i18n";
import { root } from "./root";

const visitor = createRoute({ getParentRoute: () => root, id: "visitor", beforeLoad: () => need("visitor") });

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
  getParentRoute: () => visitor,
  path: "/",
  beforeLoad: () => {
    const home = HOME[known(user()?.role)];
    if (home !== HOME.visitor) throw redirect({ to: home });
  },
  component: lazyRouteComponent(() => import("../features/doctors/front"), "Front"),
});

const doctors = createRoute({
  getParentRoute: () => visitor,
  path: "/doctors",
  validateSearch: search,
  component: lazyRouteComponent(() => import("../features/doctors/found"), "Found"),
});

const doctor = createRoute({
  getParentRoute: () => visitor,
  path: "/doctors/$doctorId",
  component: lazyRouteComponent(() => import("../features/doctors/doctor"), "DoctorPage"),
});

const signIn = createRoute({
  getParentRoute: () => visitor,
  path: "/sign-in",
  validateSearch: onwards,
  component: lazyRouteComponent(() => import("../features/account/sign-in"), "SignIn"),
});

const register = createRoute({
  getParentRoute: () => visitor,
  path: "/register",
  validateSearch: onwards,
  component: lazyRouteComponent(() => import("../features/account/register"), "Register"),
});

const forgotten = createRoute({
  getParentRoute: () => visitor,
  path: "/forgotten",
  component: lazyRouteComponent(() => import("../features/account/forgotten"), "Forgotten"),
});

/** The pages of everybody. */
export const visitorRoutes = visitor.addChildren([index, doctors, doctor, signIn, register, forgotten]);
