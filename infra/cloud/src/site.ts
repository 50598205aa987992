import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Fn } from "aws-cdk-lib";
import { CfnDistribution, CfnFunction, CfnOriginAccessControl, CfnResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import type { CfnBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Apis } from "./apis.ts";
import { DOCUMENTS_NAME, secure } from "./buckets.ts";
import type { Settings } from "./settings.ts";

/** CloudFront's own policies, by the ids that AWS documents. */
const CACHE_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const CACHE_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/** Which file a page's address names. */
const ROUTER = fileURLToPath(new URL("./site-router.js", import.meta.url));

export interface Site {
  distribution: CfnDistribution;
  /** Where pages, API and sockets are: `https://...`, without a slash at its end. */
  origin: string;
}

/** Scripts and styles from here alone; pictures and transfers also from and to the bucket of documents. */
export function contentSecurityPolicy(documents: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: ${documents}`,
    "font-src 'self'",
    `connect-src 'self' ${documents}`,
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "upgrade-insecure-requests",
  ].join("; ");
}

/** One name for pages, API and sockets, as on one machine: `/v1` is the API, `/ws` the sockets, all else a page. */
export function makeSite(scope: Construct, pages: CfnBucket, logs: CfnBucket, apis: Apis, settings: Settings): Site {
  const access = new CfnOriginAccessControl(scope, "PagesAccess", {
    originAccessControlConfig: { name: "medilink-pages", originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
  });
  const router = new CfnFunction(scope, "PagesRouter", {
    name: "medilink-pages",
    autoPublish: true,
    functionCode: readFileSync(ROUTER, "utf8"),
    functionConfig: { comment: "Which file a page's address names", runtime: "cloudfront-js-2.0" },
  });
  const headers = headersPolicy(scope);
  const page = {
    targetOriginId: "pages",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    compress: true,
    cachePolicyId: CACHE_OPTIMIZED,
    responseHeadersPolicyId: headers.ref,
  };
  const behind = (targetOriginId: string): object => ({
    targetOriginId,
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
    compress: true,
    cachePolicyId: CACHE_DISABLED,
    originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
  });
  const gateway = (id: string, api: string): CfnDistribution.OriginProperty => ({
    id,
    domainName: Fn.sub("${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}", { Api: api }),
    customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"], httpsPort: 443 },
  });
  const distribution = new CfnDistribution(scope, "Distribution", {
    distributionConfig: {
      enabled: true,
      comment: "MediLink: pages, API and sockets",
      httpVersion: "http2and3",
      ipv6Enabled: true,
      priceClass: "PriceClass_200",
      defaultRootObject: "index.html",
      logging: { bucket: logs.attrDomainName, prefix: "distribution/", includeCookies: false },
      webAclId: settings.webAclArn,
      ...(settings.domainName ? { aliases: [settings.domainName] } : {}),
      viewerCertificate: settings.certificateArn
        ? { acmCertificateArn: settings.certificateArn, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" }
        : { cloudFrontDefaultCertificate: true },
      origins: [
        { id: "pages", domainName: pages.attrRegionalDomainName, originAccessControlId: access.attrId, s3OriginConfig: { originAccessIdentity: "" } },
        gateway("api", apis.http.ref),
        gateway("sockets", apis.sockets.ref),
      ],
      defaultCacheBehavior: { ...page, functionAssociations: [{ eventType: "viewer-request", functionArn: router.attrFunctionArn }] },
      cacheBehaviors: [
        // Neither is an operation: files beside the pages, as the gateway of one machine answers them itself.
        { ...page, pathPattern: "/v1/openapi.json" },
        { ...page, pathPattern: "/v1/health" },
        { ...behind("api"), pathPattern: "/v1/*" } as CfnDistribution.CacheBehaviorProperty,
        { ...behind("sockets"), pathPattern: "/ws" } as CfnDistribution.CacheBehaviorProperty,
      ],
    },
  });
  secure(scope, "PagesPolicy", pages, [
    {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: Fn.join("", [pages.attrArn, "/*"]),
      Condition: {
        StringEquals: { "aws:SourceArn": Fn.sub("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Id}", { Id: distribution.ref }) },
      },
    },
  ]);
  return { distribution, origin: `https://${settings.domainName ?? distribution.attrDomainName}` };
}

function headersPolicy(scope: Construct): CfnResponseHeadersPolicy {
  const documents = Fn.sub(`https://${DOCUMENTS_NAME}.s3.\${AWS::Region}.\${AWS::URLSuffix}`);
  return new CfnResponseHeadersPolicy(scope, "PagesHeaders", {
    responseHeadersPolicyConfig: {
      name: "medilink-pages",
      securityHeadersConfig: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(documents), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: true },
        referrerPolicy: { referrerPolicy: "no-referrer", override: true },
        strictTransportSecurity: { accessControlMaxAgeSec: 63_072_000, includeSubdomains: true, override: true },
      },
    },
  });
}
