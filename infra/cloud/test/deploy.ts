import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("deploying uploads the pages, what stands beside them, and forgets old ones", () => {
  const folder = mkdtempSync(join(tmpdir(), "medilink-deploy-"));
  try {
    const [cloud, bin, log] = [join(folder, "infra/cloud"), join(folder, "bin"), join(folder, "log")];
    for (const each of [cloud, bin]) mkdirSync(each, { recursive: true });
    copyFileSync(fileURLToPath(new URL("../deploy", import.meta.url)), join(cloud, "deploy"));
    const outputs = JSON.stringify({ MediLinkEdge: { WebAclArn: "arn:acl" }, MediLink: { Url: "https://medilink.example", PagesBucket: "pages", DistributionId: "D1" } });
    const stub = (name: string, more: string): void => writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${log}\n${more}\n`, { mode: 0o755 });
    stub("npx", `mkdir -p cdk.out && for file in edge platform; do echo '${outputs}' > cdk.out/$file.json; done`);
    stub("aws", '[ "$3" != - ] || cat > /dev/null');
    const said = execFileSync(join(cloud, "deploy"), ["-c", "mailFrom=a@b.example"], { env: { ...process.env, PATH: `${bin}:${process.env.PATH}` }, encoding: "utf8" });
    assert.match(said, /MediLink answers at https:\/\/medilink\.example/);
    assert.deepEqual(readFileSync(log, "utf8").trim().split("\n"), [
      "npx cdk deploy --app node --import tsx src/edge.ts --output cdk.out/edge --outputs-file cdk.out/edge.json -c mailFrom=a@b.example",
      "npx cdk deploy --outputs-file cdk.out/platform.json -c webAclArn=arn:acl -c mailFrom=a@b.example",
      "aws s3 sync ../../web/dist s3://pages --delete --exclude *.br --exclude *.gz --exclude v1/*",
      "aws s3 cp ../generated/openapi.json s3://pages/v1/openapi.json --content-type application/json",
      "aws s3 cp - s3://pages/v1/health --content-type application/json",
      "aws cloudfront create-invalidation --distribution-id D1 --paths /*",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
