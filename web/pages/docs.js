import { current } from "./language.js";

/* global SwaggerUIBundle */

const READS = ["GET", "HEAD", "OPTIONS"];
const dark = matchMedia("(prefers-color-scheme: dark)");

function paint() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}
paint();
dark.addEventListener("change", paint);

function complete(request) {
  request.headers ??= {};
  const given = Object.keys(request.headers).map((name) => name.toLowerCase());
  const fill = (name, value) => given.includes(name.toLowerCase()) || (request.headers[name] = value);
  fill("Accept-Language", current());
  if (!READS.includes((request.method ?? "GET").toUpperCase())) fill("Idempotency-Key", crypto.randomUUID());
  return request;
}

// Whoever signs in through this page is signed in for the calls that follow.
function keepToken(response) {
  const token = response.body?.accessToken;
  if (typeof token === "string") {
    const schema = { type: "http", scheme: "bearer", bearerFormat: "JWT" };
    ui.authActions.authorizeWithPersistOption({ accessToken: { name: "accessToken", schema, value: token } });
  }
  return response;
}

const ui = SwaggerUIBundle({
  url: "/v1/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  displayOperationId: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  filter: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  // Its badge would be fetched from another origin.
  validatorUrl: null,
  requestInterceptor: complete,
  responseInterceptor: keepToken,
});
