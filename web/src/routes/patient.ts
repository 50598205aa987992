import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { user } from "../api/session";
import { need } from "../i18n";
import { root } from "./root";

const patient = createRoute({
  getParentRoute: () => root,
  id: "patient",
  beforeLoad: async ({ location }) => {
    if (user()?.role !== "patient") throw redirect({ to: "/sign-in", search: { to: location.pathname } });
    await need("visitor", "patient");
  },
});

const home = createRoute({
  getParentRoute: () => patient,
  path: "/home",
  component: lazyRouteComponent(() => import("../features/home/home"), "Home"),
});

const appointments = createRoute({
  getParentRoute: () => patient,
  path: "/appointments",
  component: lazyRouteComponent(() => import("../features/appointments/appointments"), "Appointments"),
});

const appointment = createRoute({
  getParentRoute: () => patient,
  path: "/appointments/$appointmentId",
  component: lazyRouteComponent(() => import("../features/appointments/appointment"), "AppointmentPage"),
});

const move = createRoute({
  getParentRoute: () => patient,
  path: "/appointments/$appointmentId/move",
  component: lazyRouteComponent(() => import("../features/appointments/move"), "Move"),
});

const examinations = createRoute({
  getParentRoute: () => patient,
  path: "/examinations",
  component: lazyRouteComponent(() => import("../features/examinations/examinations"), "Examinations"),
});

const prescriptions = createRoute({
  getParentRoute: () => patient,
  path: "/prescriptions",
  component: lazyRouteComponent(() => import("../features/prescriptions/prescriptions"), "Prescriptions"),
});

const prescription = createRoute({
  getParentRoute: () => patient,
  path: "/prescriptions/$prescriptionId",
  component: lazyRouteComponent(() => import("../features/prescriptions/prescription"), "PrescriptionPage"),
});

/** The pages of a patient. */
export const patientRoutes = patient.addChildren([home, appointments, appointment, move, examinations, prescriptions, prescription]);
