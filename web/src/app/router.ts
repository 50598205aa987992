import { createHashHistory, createRouter } from "@tanstack/react-router";
import { onSession } from "../api/session";
import { memberRoutes } from "../routes/member";
import { patientRoutes } from "../routes/patient";
import { root } from "../routes/root";
import { visitorRoutes } from "../routes/visitor";
import { PageLoading } from "../ui/states";
import { NotFound, PageFailed } from "./failed";

/*
 * What somebody looks at stands after `#`: it reaches no server's log and no referrer, and every page is one file to
 * whatever serves it.
 */
export const router = createRouter({
  routeTree: root.addChildren([visitorRoutes, memberRoutes, patientRoutes]),
  history: createHashHistory(),
  scrollRestoration: true,
  defaultPreload: "intent",
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: NotFound,
});

// A session that ends, ends the pages that need one.
onSession(() => void router.invalidate());

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
