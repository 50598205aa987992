/**
 * Which nested stack an operation stands in. What was placed once stays where it is: CloudFormation cannot move a named
 * resource between stacks, so `placement.json` is kept like a lock file.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Operation, readManifest } from "./manifest.ts";

/** Nested stack by operation. */
export type Placement = Record<string, string>;

/** At most ten resources each keep a nested stack under 400. */
export const MOST = 36;

const FILE = fileURLToPath(new URL("../placement.json", import.meta.url));

export function readPlacement(): Placement {
  return JSON.parse(readFileSync(FILE, "utf8")) as Placement;
}

/** The operations where they were, and new ones in the first part of their domain that has room. */
export function place(operations: Operation[], before: Placement): Placement {
  const after: Placement = {};
  const sizes = new Map<string, number>();
  const put = (id: string, part: string): void => {
    after[id] = part;
    sizes.set(part, (sizes.get(part) ?? 0) + 1);
  };
  for (const { id } of operations) {
    const part = before[id];
    if (part) put(id, part);
  }
  for (const { id, domain } of operations.filter((o) => !before[o.id])) {
    let number = 1;
    while ((sizes.get(`${domain}-${number}`) ?? 0) >= MOST) number += 1;
    put(id, `${domain}-${number}`);
  }
  return Object.fromEntries(operations.map(({ id }) => [id, after[id] as string]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const placement = place(readManifest().operations, readPlacement());
  writeFileSync(FILE, `${JSON.stringify(placement, null, 2)}\n`);
}
