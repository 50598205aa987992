/**
 * The policy documents that `shared/operation/src/policy.rs` makes, from the grants in the manifest.
 *
 * The guard before the embedded engine holds every store call of every test against these documents. A test compares what
 * this file repeats of the Rust side (names of actions, tables and the index, the two conditions) with its source.
 */
import type { Action, Grant } from "./manifest.ts";

export const PLATFORM_TABLE = "medilink-platform";
export const POOL_TABLE = "medilink-pool";
export const INDEX = "gsi1";

export const IAM: Record<Action, string[]> = {
  GetItem: ["dynamodb:GetItem", "dynamodb:BatchGetItem"],
  PutItem: ["dynamodb:PutItem"],
  UpdateItem: ["dynamodb:UpdateItem"],
  DeleteItem: ["dynamodb:DeleteItem"],
  Query: ["dynamodb:Query"],
  QueryIndex: ["dynamodb:Query"],
  ConditionCheckItem: ["dynamodb:ConditionCheckItem"],
};

export interface Statement {
  Effect: "Allow" | "Deny";
  Action: string[];
  Resource: unknown[];
  Condition?: Record<string, Record<string, unknown>>;
}

/** A tenant that grants on tenants are narrowed to. */
export interface TenantScope {
  own: boolean;
  tenant: string;
  table: string;
}

/** Any tenant of the pool: its 26 characters are each one of IAM's wildcards for one character. */
export const ANY_POOLED: TenantScope[] = [true, false].map((own) => ({ own, tenant: "?".repeat(26), table: POOL_TABLE }));

/** What these grants allow, with those on tenants narrowed to `tenants`. */
export function statements(grants: Grant[], tenants: TenantScope[]): Statement[] {
  return grants.flatMap((grant) => {
    if (grant.scope === "platform") return allow(grant, PLATFORM_TABLE, "");
    const own = grant.scope === "ownTenant";
    return tenants.filter((t) => t.own === own).flatMap((t) => allow(grant, t.table, `T#${t.tenant}#`));
  });
}

function allow(grant: Grant, table: string, prefix: string): Statement[] {
  const arn = `arn:aws:dynamodb:*:*:table/${table}`;
  return [false, true].flatMap((onIndex) => {
    const actions = grant.actions.filter((action) => (action === "QueryIndex") === onIndex).flatMap((action) => IAM[action]);
    if (actions.length === 0) return [];
    const pattern = `${prefix}${grant.keys}${grant.keys.endsWith("#") ? "*" : ""}`;
    return [
      {
        Effect: "Allow" as const,
        Action: actions,
        Resource: [onIndex ? `${arn}/index/${INDEX}` : arn],
        Condition: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [pattern] },
          // ForAllValues holds for no value at all: the key has to be there.
          Null: { "dynamodb:LeadingKeys": "false" },
        },
      },
    ];
  });
}
