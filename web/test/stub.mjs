import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const PAGES = { "/": "index.html", "/docs": "docs.html", "/outbox": "outbox.html", "/reset": "reset.html" };

const operation = (id, security) => ({
  operationId: id,
  tags: [id.split(".")[0]],
  summary: id,
  security,
  responses: { 200: { description: "done" } },
});
const OPENAPI = {
  openapi: "3.1.0",
  info: { title: "MediLink", version: "1" },
  paths: {
    "/v1/login": { post: { ...operation("identity.login"), requestBody: { content: { "application/json": { schema: { type: "object" } } } } } },
    "/v1/me": { get: operation("identity.me", [{ accessToken: [] }]) },
    "/v1/doctors": { get: operation("directory.search_doctors") },
  },
  components: { securitySchemes: { accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
};
const account = (role, name, email) => ({ role, name, email, password: "Tassili-2026-demo" });
const JSONS = {
  "/v1/openapi.json": OPENAPI,
  "/v1/login": { accessToken: "the.access.token" },
  "/v1/me": {},
  "/local/demo": {
    accounts: [
      account("admin", "مليكة بن عمر", "admin@medilink.example"),
      account("doctor", "Dr Yacine Haddad", "yacine.haddad@medilink.example"),
      account("pharmacist", "صيدلية النور", "annour@medilink.example"),
      account("patient", "Amina Cherif", "amina.cherif@medilink.example"),
    ],
  },
  "/local/outbox": { items: [] },
};

/** Stands in for the gateway as far as these pages see it, when no real one is given. */
export async function stub(dist) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://stub");
    const send = (status, type, body) => response.writeHead(status, { "content-type": type, "content-security-policy": CSP }).end(body);
    const file = PAGES[pathname] ?? /^\/assets\/([\w.-]+)$/.exec(pathname)?.[1];
    if (file) send(200, TYPES[extname(file)], await readFile(join(dist, file)));
    else if (JSONS[pathname]) send(200, "application/json", JSON.stringify(JSONS[pathname]));
    else send(404, "application/problem+json", '{"title":"no"}');
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
