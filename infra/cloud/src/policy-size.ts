import type { Statement } from "./policy.ts";

/** A role's own policies hold 10,240 characters, a managed one 6,144. Names of account and region are at most so long. */
const LARGEST_OWN = 10_240;
const LARGEST_MANAGED = 6_144;
const LONGEST = { "AWS::Partition": 10, "AWS::Region": 14, "AWS::AccountId": 12, "AWS::URLSuffix": 16 } as const;
/** A token of something made elsewhere stands for an ARN. */
const ARN = "x".repeat(140);

/** The characters that a statement takes once it is deployed, at most. */
export function size(statement: Statement): number {
  const text = JSON.stringify(statement, (_, value: unknown) => (typeof value === "string" ? value.replace(/\$\{Token\[[^\]]*\]\}/g, ARN) : value));
  const whole = Object.entries(LONGEST).reduce((t, [name, length]) => t.replaceAll(`\${${name}}`, "x".repeat(length)), text);
  return whole.length;
}

/** The statements in parts: the first for the role's own policy, each other for a managed one. */
export function parts(statements: Statement[]): Statement[][] {
  const all: Statement[][] = [[]];
  let room = LARGEST_OWN - 100;
  for (const statement of statements) {
    const needed = size(statement) + 1;
    if (needed > room) {
      all.push([]);
      room = LARGEST_MANAGED - 100;
    }
    room -= needed;
    all.at(-1)?.push(statement);
  }
  return all;
}
