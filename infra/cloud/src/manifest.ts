import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type Action = "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query" | "QueryIndex" | "ConditionCheckItem";

export interface Grant {
  scope: "platform" | "ownTenant" | "referencedTenant";
  keys: string;
  actions: Action[];
}

export type Access = "public" | "signedIn" | "connected" | "internal" | { secret: string } | { roles: string[] };

export interface Stream {
  table: "platform" | "tenants";
  keys: string;
  replays: { table: "platform"; key: string };
}

export type Trigger =
  | { http: { method: string; path: string } }
  | { socket: { route: string } }
  | { stream: Stream }
  | { schedule: { everySeconds: number } };

/** One operation, as it was declared. */
export interface Operation {
  id: string;
  function: string;
  handler: string;
  domain: string;
  summary: string;
  trigger: Trigger;
  access: Access;
  grants: Grant[];
  documents: boolean;
  sockets: boolean;
  memoryMb: number;
  timeoutSeconds: number;
}

export interface Manifest {
  operations: Operation[];
  /** Whether a bootstrap that is started with a domain's name as its handler serves every operation of the domain. */
  domainHandlers?: boolean;
}

/** The file that `make generate` writes. */
export const MANIFEST_FILE = fileURLToPath(new URL("../../generated/operations.json", import.meta.url));

export function readManifest(file = MANIFEST_FILE): Manifest {
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

/** The operations by domain, both in the manifest's order. */
export function byDomain(operations: Operation[]): Map<string, Operation[]> {
  const domains = new Map<string, Operation[]>();
  for (const operation of operations) {
    const others = domains.get(operation.domain);
    if (others) others.push(operation);
    else domains.set(operation.domain, [operation]);
  }
  return domains;
}
