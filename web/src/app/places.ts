import type { Role } from "../api/types";
import type { IconName } from "../ui/icon";

/** The places of each role for whom the client has pages: a bar under the thumb on a phone, a row under the head on a desk. */
export const PLACES = {
  visitor: [
    { to: "/", icon: "search", text: "shell.find" },
    { to: "/sign-in", icon: "enter", text: "shell.signIn" },
    { to: "/register", icon: "add", text: "shell.register" },
  ],
  patient: [
    { to: "/home", icon: "home", text: "shell.home" },
    { to: "/appointments", icon: "calendar", text: "shell.appointments" },
    { to: "/prescriptions", icon: "prescription", text: "shell.prescriptions" },
    { to: "/notifications", icon: "bell", text: "shell.notifications" },
    { to: "/profile", icon: "person", text: "shell.profile" },
  ],
} as const satisfies Partial<Record<Role | "visitor", readonly { to: string; icon: IconName; text: string }[]>>;

/** Where each role begins. */
export const HOME = {
  visitor: "/",
  patient: "/home",
} as const satisfies Record<keyof typeof PLACES, string>;

type Known = keyof typeof PLACES;

/** The role, where the client has pages for it. */
export function known(role: Role | undefined): Known {
  return role && role in PLACES ? (role as Known) : "visitor";
}
