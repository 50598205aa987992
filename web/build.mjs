import { createRequire } from "node:module";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { texts } from "./pages/texts.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const PAGES = join(HERE, "pages");
const CLIENT = join(HERE, ".client");
const folder = (name) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
const SWAGGER = folder("swagger-ui-dist");
const TYPEFACE = folder("@fontsource/ibm-plex-sans-arabic");

/** What is served of Swagger UI, and the licences it comes under. */
const SWAGGER_FILES = {
  "swagger-ui.css": "swagger-ui.css",
  "swagger-ui-bundle.js": "swagger-ui-bundle.js",
  "swagger-ui-bundle.js.LICENSE.txt": "swagger-ui-bundle.js.LICENSE.txt",
  "swagger-ui.LICENSE.txt": "LICENSE",
  "swagger-ui.NOTICE.txt": "NOTICE",
};

const COMPRESSED = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** Writes Arabic into a page, so that it reads without scripts and before they run. */
function filled(html) {
  return html
    .replace(/ data-text="(\w+)"[^>]*>(?=<\/)/g, (tag, key) => tag + arabic(key))
    .replace(/ data-label="(\w+)"/g, (attribute, key) => `${attribute} aria-label="${arabic(key)}"`);
}

function arabic(key) {
  if (!texts[key]) throw new Error(`no text is called ${key}`);
  return texts[key].ar.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function checkTexts() {
  for (const [key, text] of Object.entries(texts)) {
    for (const language of ["ar", "fr", "en"]) {
      if (!text[language]) throw new Error(`the text ${key} is missing in ${language}`);
    }
  }
}

async function inputs() {
  const own = await readdir(PAGES);
  const client = await readdir(CLIENT);
  const foreign = Object.entries(SWAGGER_FILES).map(([name, file]) => [name, join(SWAGGER, file)]);
  return [
    ...own.map((name) => [name, join(PAGES, name)]),
    ...client.map((name) => [name, join(CLIENT, name)]),
    ...foreign,
    ["ibm-plex-sans-arabic.LICENSE.txt", join(TYPEFACE, "LICENSE")],
  ];
}

async function read(path) {
  return readFile(path).catch((error) => (error.code === "ENOENT" ? null : Promise.reject(error)));
}

/** Writes one file and its compressed copies, unless they are there already; gives the names it stands for. */
async function put(dist, name, path) {
  const raw = await readFile(path);
  const bytes = name.endsWith(".html") ? Buffer.from(filled(raw.toString("utf8"))) : raw;
  const packed = /\.(html|css|js)$/.test(name) ? Object.entries(COMPRESSED) : [];
  const names = [...packed.map(([ending]) => `${name}.${ending}`), name];
  const [before, ...others] = await Promise.all([name, ...names.slice(0, -1)].map((each) => read(join(dist, each))));
  if (before?.equals(bytes) && others.every(Boolean)) return names;
  for (const [ending, compress] of packed) await writeFile(join(dist, `${name}.${ending}`), await compress(bytes));
  // Last, so that a build cut short is seen as unfinished.
  await writeFile(join(dist, name), bytes);
  return names;
}

/** Puts the site together in `dist`, the compiled client and the pages beside it, and leaves nothing else there. */
export async function build(dist) {
  checkTexts();
  await mkdir(dist, { recursive: true });
  const files = await inputs();
  const names = (await Promise.all(files.map(([name, path]) => put(dist, name, path)))).flat();
  const stray = (await readdir(dist)).filter((name) => !names.includes(name));
  await Promise.all(stray.map((name) => rm(join(dist, name), { recursive: true })));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(join(HERE, "dist"));
