import { createRootRoute } from "@tanstack/react-router";
import { Shell } from "../app/shell";

export const root = createRootRoute({ component: Shell });
