import type { Node } from "constructs";

/** What an installation is told. Read from CDK's context: `cdk.json`, or `-c name=value`. */
export interface Settings {
  /** A function for each operation, or one for each domain. */
  functions: "operation" | "domain";
  /** What the bootstraps were built for. */
  architecture: "arm64" | "x86_64";
  /** The folder of `<domain>.zip`, each with its `bootstrap`. */
  package: string;
  /** The sender of mails; its domain is a verified identity of SES. */
  mailFrom: string;
  /** Whether text messages go out through SNS. */
  sms: boolean;
  /** The name that telephones show, where the country allows one. */
  smsSender?: string;
  /** Where push services reach whoever runs this. */
  webPushContact?: string;
  /** Who gets the alarms by mail. */
  alarmEmail?: string;
  /** A name of one's own, with its certificate in us-east-1. */
  domainName?: string;
  certificateArn?: string;
  /** The web ACL before pages, API and sockets: MediLinkEdge's, or another of CloudFront's in us-east-1. */
  webAclArn: string;
  /** How long logs are kept, in days. */
  logDays: number;
  /** Requests a second, on average and at once, that the HTTP API takes. */
  requestsPerSecond: number;
  requestsAtOnce: number;
}

const RETENTIONS = [30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** Reads the settings; every mistake is told together. */
export function readSettings(node: Node): Settings {
  const mistakes: string[] = [];
  const text = (name: string): string | undefined => {
    const value: unknown = node.tryGetContext(name);
    return value === undefined || value === "" ? undefined : String(value);
  };
  const oneOf = <T extends string>(name: string, values: readonly [T, ...T[]]): T => {
    const value = text(name) ?? values[0];
    const found = values.find((each) => each === value);
    if (!found) mistakes.push(`${name} is one of ${values.join(", ")}`);
    return found ?? values[0];
  };
  const count = (name: string, usual: number): number => {
    const value = Number(text(name) ?? usual);
    if (!Number.isInteger(value) || value < 1) mistakes.push(`${name} is a whole number from 1 on`);
    return value;
  };
  const needed = (name: string): string => {
    const value = text(name);
    if (!value) mistakes.push(`${name} is needed`);
    return value ?? "";
  };
  const settings: Settings = {
    functions: oneOf("functions", ["operation", "domain"]),
    architecture: oneOf("architecture", ["arm64", "x86_64"]),
    package: text("package") ?? "../../target/package",
    mailFrom: needed("mailFrom"),
    sms: oneOf("sms", ["false", "true"]) === "true",
    smsSender: text("smsSender"),
    webPushContact: text("webPushContact"),
    alarmEmail: text("alarmEmail"),
    domainName: text("domainName"),
    certificateArn: text("certificateArn"),
    webAclArn: needed("webAclArn"),
    logDays: logDays(text("logDays"), mistakes),
    requestsPerSecond: count("requestsPerSecond", 500),
    requestsAtOnce: count("requestsAtOnce", 1000),
  };
  if (settings.mailFrom && !/^([^<>]*<)?[^<>@\s]+@[^<>@\s]+>?$/.test(settings.mailFrom)) mistakes.push("mailFrom is no e-mail address");
  if (!settings.domainName !== !settings.certificateArn) mistakes.push("domainName and certificateArn go together");
  for (const [name, arn] of Object.entries({ certificateArn: settings.certificateArn, webAclArn: settings.webAclArn })) {
    if (arn && !/^arn:aws[\w-]*:\w+:us-east-1:\d{12}:/.test(arn)) mistakes.push(`${name} is an ARN in us-east-1, where CloudFront looks`);
  }
  if (mistakes.length > 0) throw new Error(`Settings:\n${mistakes.map((m) => `  ${m}`).join("\n")}`);
  return settings;
}

/** How long logs are kept, for the stack that needs to know nothing else. */
export function readLogDays(node: Node): number {
  const mistakes: string[] = [];
  const days = logDays(node.tryGetContext("logDays") as string | undefined, mistakes);
  if (mistakes.length > 0) throw new Error(mistakes.join());
  return days;
}

function logDays(text: string | undefined, mistakes: string[]): number {
  const days = Number(text ?? 365);
  if (!RETENTIONS.includes(days)) mistakes.push(`logDays is one of ${RETENTIONS.join(", ")}`);
  return days;
}

/** The domain of the sender, which SES knows as an identity. */
export function mailDomain(settings: Settings): string {
  return settings.mailFrom.replace(/.*@/, "").replace(/>$/, "");
}

/** The address of the sender without the name that people see. */
export function mailAddress(settings: Settings): string {
  return settings.mailFrom.replace(/^.*</, "").replace(/>$/, "");
}
