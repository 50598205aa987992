import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { keep, type Keys } from "./keys.ts";
import { PLATFORM_TABLE, POOL_TABLE } from "./policy.ts";

export interface Tables {
  platform: CfnTable;
  pool: CfnTable;
}

/** The template of one silo tenant's resources: its table has the shape and the protections that every table has. */
export const TENANT_TEMPLATE = fileURLToPath(new URL("../../tenant/template.json", import.meta.url));

interface TableProperties {
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  KeySchema: { AttributeName: string; KeyType: string }[];
  GlobalSecondaryIndexes: {
    IndexName: string;
    KeySchema: { AttributeName: string; KeyType: string }[];
    Projection: { ProjectionType: string };
  }[];
  StreamSpecification: { StreamViewType: string };
  TimeToLiveSpecification: { AttributeName: string; Enabled: boolean };
  BillingMode: string;
}

export function makeTables(scope: Construct, keys: Keys): Tables {
  const template = JSON.parse(readFileSync(TENANT_TEMPLATE, "utf8")) as { Resources: { Table: { Properties: TableProperties } } };
  const shape = template.Resources.Table.Properties;
  const table = (id: string, tableName: string): CfnTable => {
    const made = new CfnTable(scope, id, {
      tableName,
      billingMode: shape.BillingMode,
      attributeDefinitions: shape.AttributeDefinitions.map((a) => ({ attributeName: a.AttributeName, attributeType: a.AttributeType })),
      keySchema: keySchema(shape.KeySchema),
      globalSecondaryIndexes: shape.GlobalSecondaryIndexes.map((index) => ({
        indexName: index.IndexName,
        keySchema: keySchema(index.KeySchema),
        projection: { projectionType: index.Projection.ProjectionType },
      })),
      streamSpecification: { streamViewType: shape.StreamSpecification.StreamViewType },
      timeToLiveSpecification: { attributeName: shape.TimeToLiveSpecification.AttributeName, enabled: true },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      sseSpecification: { sseEnabled: true, sseType: "KMS", kmsMasterKeyId: keys.data.attrArn },
      deletionProtectionEnabled: true,
    });
    keep(made);
    return made;
  };
  return { platform: table("PlatformTable", PLATFORM_TABLE), pool: table("PoolTable", POOL_TABLE) };
}

function keySchema(parts: { AttributeName: string; KeyType: string }[]): { attributeName: string; keyType: string }[] {
  return parts.map((part) => ({ attributeName: part.AttributeName, keyType: part.KeyType }));
}
