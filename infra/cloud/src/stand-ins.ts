import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Operation } from "./manifest.ts";

/** Fills a folder with files named as the built bootstraps are. The templates are the same with them; no function runs. */
export function standIns(folder: string, operations: Operation[]): string {
  mkdirSync(folder, { recursive: true });
  for (const domain of new Set(operations.map((operation) => operation.domain))) {
    writeFileSync(join(folder, `${domain}.zip`), `stands in for the bootstrap of ${domain}`);
  }
  return folder;
}

/** The domains whose bootstrap is not in the folder. */
export function missing(folder: string, operations: Operation[]): string[] {
  return [...new Set(operations.map((operation) => operation.domain))].filter((domain) => !existsSync(join(folder, `${domain}.zip`)));
}
