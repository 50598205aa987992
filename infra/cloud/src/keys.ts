import { Aws, CfnResource, Fn, RemovalPolicy } from "aws-cdk-lib";
import { CfnKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** The two customer keys: one over what is kept of people, one over what runs the platform. */
export interface Keys {
  data: CfnKey;
  running: CfnKey;
}

const USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

export function makeKeys(scope: Construct): Keys {
  return {
    data: key(scope, "DataKey", "MediLink: tables and documents", [
      through("dynamodb", "s3"),
      // DynamoDB keeps a grant of its own for each table, for what it does by itself.
      { ...through("dynamodb"), Action: ["kms:CreateGrant"], Condition: { ...through("dynamodb").Condition, Bool: { "kms:GrantIsForAWSResource": "true" } } },
    ]),
    running: key(scope, "RunningKey", "MediLink: logs, queues, alarms, settings of functions", [
      through("lambda", "sqs", "secretsmanager", "scheduler"),
      { ...through("lambda"), Action: ["kms:CreateGrant"], Condition: { ...through("lambda").Condition, Bool: { "kms:GrantIsForAWSResource": "true" } } },
      {
        Effect: "Allow",
        Principal: { Service: Fn.sub("logs.${AWS::Region}.${AWS::URLSuffix}") },
        Action: USE,
        Resource: "*",
        Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": Fn.sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/medilink/*") } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      },
    ]),
  };
}

/** Whoever in this account a service lets do something with a thing under the key may use the key for it, and for nothing else. */
function through(...services: string[]): { Effect: string; Principal: object; Action: string[]; Resource: string; Condition: Record<string, object> } {
  return {
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: USE,
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": Aws.ACCOUNT_ID, "kms:ViaService": services.map((service) => Fn.sub(`${service}.\${AWS::Region}.\${AWS::URLSuffix}`)) },
    },
  };
}

function key(scope: Construct, id: string, description: string, statements: object[]): CfnKey {
  const made = new CfnKey(scope, id, {
    description,
    enableKeyRotation: true,
    pendingWindowInDays: 30,
    keyPolicy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: Fn.sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root") },
          Action: "kms:*",
          Resource: "*",
        },
        ...statements,
      ],
    },
  });
  keep(made);
  return made;
}

/** Deleting or replacing the stack's entry leaves the thing itself in place. */
export function keep(resource: CfnResource): void {
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
}
