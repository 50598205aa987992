/** Synthesises the stack in memory, with stand-ins for the built bootstraps: what is in them changes no template. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import type { Template, Templates } from "../checks/template.ts";
import { EdgeStack } from "../src/edge-stack.ts";
import { type Manifest, readManifest } from "../src/manifest.ts";
import { place, readPlacement } from "../src/placement.ts";
import { PlatformStack } from "../src/platform-stack.ts";
import { readSettings } from "../src/settings.ts";
import { standIns } from "../src/stand-ins.ts";

/** Only what is needed. */
export const MAIL = {
  mailFrom: "MediLink <no-reply@medilink.example>",
  webAclArn: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/medilink/0",
};

/** Every setting that adds something. */
export const FULL = {
  ...MAIL,
  sms: "true",
  smsSender: "MediLink",
  webPushContact: "mailto:push@medilink.example",
  alarmEmail: "alarms@medilink.example",
  domainName: "medilink.example",
  certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0",
};

const folder = mkdtempSync(join(tmpdir(), "medilink-cloud-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
let made = 0;

export function build(context: Record<string, string> = MAIL, manifest: Manifest = readManifest()): { app: App; outdir: string } {
  const outdir = join(folder, String((made += 1)));
  const stand = standIns(join(folder, "package"), manifest.operations);
  const app = new App({ outdir, analyticsReporting: false, context: { ...context, package: stand } });
  new PlatformStack(app, "MediLink", { manifest, placement: place(manifest.operations, readPlacement()), settings: readSettings(app.node) });
  return { app, outdir };
}

/** The stack before the distribution. */
export function buildEdge(): { app: App; outdir: string } {
  const outdir = join(folder, String((made += 1)));
  const app = new App({ outdir, analyticsReporting: false });
  new EdgeStack(app, "MediLinkEdge", { env: { region: "us-east-1" }, operations: readManifest().operations, logDays: 365 });
  return { app, outdir };
}

const done = new Map<string, Templates>();

/** The templates of a synthesis, by stack; the same ones for the same settings and the declared operations. */
export function synthesise(context: Record<string, string> = MAIL, manifest?: Manifest): Templates {
  const known = manifest ? undefined : done.get(JSON.stringify(context));
  if (known) return known;
  const { app, outdir } = build(context, manifest);
  app.synth();
  const templates = read(outdir);
  if (!manifest) done.set(JSON.stringify(context), templates);
  return templates;
}

export function read(outdir: string): Templates {
  const files = readdirSync(outdir).filter((name) => name.endsWith(".template.json"));
  return new Map(files.map((name) => [name.replace(/(\.nested)?\.template\.json$/, ""), JSON.parse(readFileSync(join(outdir, name), "utf8")) as Template]));
}
