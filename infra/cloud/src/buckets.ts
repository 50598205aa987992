import { Fn } from "aws-cdk-lib";
import { CfnBucket, CfnBucketPolicy } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { keep, type Keys } from "./keys.ts";

const PRIVATE: CfnBucket.PublicAccessBlockConfigurationProperty = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const BY_S3 = { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] };

/** Bytes that arrive there are replaced by others within a day, or are nobody's (`ARRIVALS` in `shared/blobs`). */
const ARRIVALS = "arrivals/";

/** What the bucket of documents is called: known before it is made, for the pages' policy names it. */
export const DOCUMENTS_NAME = "medilink-documents-${AWS::AccountId}-${AWS::Region}";

/** Where access to the other buckets and to the distribution is written down. */
export function makeAccessLogs(scope: Construct, logDays: number): CfnBucket {
  const bucket = new CfnBucket(scope, "AccessLogs", {
    publicAccessBlockConfiguration: PRIVATE,
    bucketEncryption: BY_S3,
    // CloudFront delivers its logs with an ACL.
    ownershipControls: { rules: [{ objectOwnership: "BucketOwnerPreferred" }] },
    versioningConfiguration: { status: "Enabled" },
    lifecycleConfiguration: {
      rules: [
        {
          id: "Ends",
          status: "Enabled",
          expirationInDays: logDays,
          noncurrentVersionExpiration: { noncurrentDays: 1 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    },
  });
  keep(bucket);
  secure(scope, "AccessLogsPolicy", bucket, [
    {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: Fn.join("", [bucket.attrArn, "/*"]),
      Condition: { StringEquals: { "aws:SourceAccount": Fn.ref("AWS::AccountId") } },
    },
  ]);
  return bucket;
}

/** Documents and images: clients send and fetch them by presigned requests from pages of the one origin. */
export function makeDocuments(scope: Construct, keys: Keys, logs: CfnBucket, origin: string): CfnBucket {
  const bucket = new CfnBucket(scope, "Documents", {
    bucketName: Fn.sub(DOCUMENTS_NAME),
    publicAccessBlockConfiguration: PRIVATE,
    bucketEncryption: {
      serverSideEncryptionConfiguration: [
        { bucketKeyEnabled: true, serverSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keys.data.attrArn } },
      ],
    },
    ownershipControls: { rules: [{ objectOwnership: "BucketOwnerEnforced" }] },
    versioningConfiguration: { status: "Enabled" },
    loggingConfiguration: { destinationBucketName: logs.ref, logFilePrefix: "documents/" },
    corsConfiguration: {
      corsRules: [
        {
          allowedOrigins: [origin],
          allowedMethods: ["GET", "HEAD", "PUT"],
          allowedHeaders: ["content-type", "range", "x-amz-checksum-sha256"],
          exposedHeaders: ["content-disposition", "content-range", "etag", "x-amz-checksum-sha256"],
          maxAge: 600,
        },
      ],
    },
    lifecycleConfiguration: {
      rules: [
        { id: "Arrivals", status: "Enabled", prefix: ARRIVALS, expirationInDays: 1, noncurrentVersionExpiration: { noncurrentDays: 1 } },
        {
          id: "Earlier",
          status: "Enabled",
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    },
  });
  keep(bucket);
  secure(scope, "DocumentsPolicy", bucket, []);
  return bucket;
}

/** The built pages. */
export function makePages(scope: Construct, logs: CfnBucket): CfnBucket {
  const bucket = new CfnBucket(scope, "Pages", {
    publicAccessBlockConfiguration: PRIVATE,
    bucketEncryption: BY_S3,
    ownershipControls: { rules: [{ objectOwnership: "BucketOwnerEnforced" }] },
    versioningConfiguration: { status: "Enabled" },
    loggingConfiguration: { destinationBucketName: logs.ref, logFilePrefix: "pages/" },
    lifecycleConfiguration: { rules: [{ id: "Earlier", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 30 } }] },
  });
  keep(bucket);
  return bucket;
}

/** Refuses whatever comes without TLS, and allows what is listed. */
export function secure(scope: Construct, id: string, bucket: CfnBucket, statements: object[]): void {
  new CfnBucketPolicy(scope, id, {
    bucket: bucket.ref,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucket.attrArn, Fn.join("", [bucket.attrArn, "/*"])],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...statements,
      ],
    },
  });
}
