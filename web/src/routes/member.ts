import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { user } from "../api/session";
import { need } from "../i18n";
import { root } from "./root";

const member = createRoute({
  getParentRoute: () => root,
  id: "member",
  beforeLoad: async ({ location }) => {
    if (!user()) throw redirect({ to: "/sign-in", search: { to: location.pathname } });
    await need("visitor", "member");
  },
});

const notifications = createRoute({
  getParentRoute: () => member,
  path: "/notifications",
  component: lazyRouteComponent(() => import("../features/notifications/notifications"), "Notifications"),
});

const profile = createRoute({
  getParentRoute: () => member,
  path: "/profile",
  component: lazyRouteComponent(() => import("../features/profile/profile"), "ProfilePage"),
});

/** The pages of everybody who has signed in. */
export const memberRoutes = member.addChildren([notifications, profile]);
