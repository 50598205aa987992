import { useSyncExternalStore } from "react";
import { onSession, user } from "./session";

/** Who is signed in, kept up to date. */
export const useUser = () => useSyncExternalStore(onSession, user);
