import { App } from "aws-cdk-lib";
import { EdgeStack } from "./edge-stack.ts";
import { readManifest } from "./manifest.ts";
import { hold } from "./nag.ts";
import { readLogDays } from "./settings.ts";

const app = new App();
new EdgeStack(app, "MediLinkEdge", { env: { region: "us-east-1" }, operations: readManifest().operations, logDays: readLogDays(app.node) });
hold(app);
