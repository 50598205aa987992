import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { build } from "../build.mjs";
import { texts } from "../pages/texts.js";

let dist;
before(async () => {
  dist = await mkdtemp(join(tmpdir(), "medilink-web-"));
  await build(dist);
});
after(() => rm(dist, { recursive: true }));

const content = (name) => readFile(join(dist, name), "utf8");

test("pages, styles and Swagger UI are there, with equal compressed copies", async () => {
  const names = await readdir(dist);
  for (const name of ["index.html", "docs.html", "outbox.html", "reset.html", "site.css", "swagger-ui-bundle.js", "swagger-ui.css"]) {
    const plain = await readFile(join(dist, name));
    assert.ok(brotliDecompressSync(await readFile(join(dist, `${name}.br`))).equals(plain), name);
    assert.ok(gunzipSync(await readFile(join(dist, `${name}.gz`))).equals(plain), name);
  }
  for (const licence of ["swagger-ui.LICENSE.txt", "ibm-plex-sans-arabic.LICENSE.txt", "client.LICENSES.md"]) assert.ok(names.includes(licence), licence);
  assert.match(await content("client.LICENSES.md"), /@mantine\/core/);
});

test("building again writes nothing anew, mends what was changed and removes what is stray", async () => {
  const times = async () => (await stat(join(dist, "swagger-ui-bundle.js"))).mtimeMs;
  const first = await times();
  const css = await content("site.css");
  await writeFile(join(dist, "stray.js"), "x");
  await writeFile(join(dist, "site.css"), "x");
  await rm(join(dist, "index.html.br"));
  await build(dist);
  assert.equal(await times(), first);
  assert.equal(await content("site.css"), css);
  const names = await readdir(dist);
  assert.ok(!names.includes("stray.js"));
  assert.ok(names.includes("index.html.br"));
});

test("pages keep to the content policy and to what is built", async () => {
  const names = await readdir(dist);
  for (const page of names.filter((name) => name.endsWith(".html"))) {
    const html = await content(page);
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?:\/\//, page);
    for (const [, asset] of html.matchAll(/"\/assets\/([^"]+)"/g)) assert.ok(names.includes(asset), `${page}: ${asset}`);
  }
});

test("every text is used, and every page has its Arabic before scripts run", async () => {
  const sources = await Promise.all(["docs", "outbox", "reset"].flatMap((name) => [content(`${name}.html`), content(`${name}.js`)]));
  for (const key of Object.keys(texts)) assert.ok(sources.some((source) => source.includes(`"${key}"`)), key);
  assert.ok((await content("reset.html")).includes(`>${texts.resetHeading.ar}</h1>`));
});
