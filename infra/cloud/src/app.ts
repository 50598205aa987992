import { App } from "aws-cdk-lib";
import { readManifest } from "./manifest.ts";
import { hold } from "./nag.ts";
import { readPlacement } from "./placement.ts";
import { PlatformStack } from "./platform-stack.ts";
import { readSettings } from "./settings.ts";
import { missing, standIns } from "./stand-ins.ts";

const app = new App();
const manifest = readManifest();
const settings = readSettings(app.node);
if (settings.package === "stand-in") {
  settings.package = standIns("cdk.out/stand-in", manifest.operations);
  process.stderr.write("Stand-ins for the bootstraps: good for reading the templates, not for deploying them.\n");
}
const absent = missing(settings.package, manifest.operations);
if (absent.length > 0) throw new Error(`${settings.package} holds no bootstrap of ${absent.join(", ")} (-c package=stand-in synthesises without)`);
new PlatformStack(app, "MediLink", { manifest, placement: readPlacement(), settings });
hold(app);
