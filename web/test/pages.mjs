import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { build } from "../build.mjs";
import { texts } from "../pages/texts.js";
import { SCREENSHOTS, launch } from "./browser.mjs";
import { stub } from "./stub.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const WIDTHS = { phone: 360, desk: 1280 };
const LOOKS = ["ar", "fr", "en"].flatMap((language) => Object.keys(WIDTHS).map((width) => [language, width]));

const MAILS = [
  {
    id: "2", sentAt: "2026-03-02T09:15:00Z", to: "amina.cherif@medilink.example", language: "ar", kind: "password_reset", html: null,
    subject: "كلمة سر جديدة", text: "مرحبًا أمينة،\n\nافتحي هذا الرابط: http://127.0.0.1:8080/reset#token=abc.\n\nMediLink",
  },
  {
    id: "1", sentAt: "2026-03-01T08:00:00Z", to: "yacine.haddad@medilink.example", language: "fr", kind: "practice_approved", html: "<b>x</b>",
    subject: "Cabinet ouvert <img src=x>", text: "Bonjour,\n<script>alert(1)</script> javascript:alert(1)",
  },
  {
    channel: "sms", id: "0", sentAt: "2026-03-01T07:00:00Z", to: "+213551234567", language: "ar", kind: "sms", html: null,
    subject: "", text: "موعدك غدًا على الساعة 09:00",
  },
];

let browser, server, base;
before(async () => {
  base = process.env.MEDILINK_URL?.replace(/\/$/, "");
  if (!base) {
    await build(path("../dist"));
    server = await stub(path("../dist"));
    base = server.url;
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens a page as somebody of this language sees it, runs `look`, and checks what holds for every page. */
async function visit(address, { language, width = "phone", scheme = "light", refused = null }, look) {
  const context = await browser.newContext({ locale: language, viewport: { width: WIDTHS[width], height: 800 }, colorScheme: scheme });
  const complaints = [];
  const page = await context.newPage();
  page.on("console", (message) => {
    const expected = refused !== null && message.location().url.endsWith(refused);
    if (["error", "warning"].includes(message.type()) && !expected) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== base) complaints.push(`request to ${url.origin}`);
  });
  try {
    await look(page, async () => {
      await page.goto(base + address);
      await page.waitForLoadState("networkidle");
    });
    const root = await page.evaluate(() => {
      const { lang, dir, scrollWidth, clientWidth } = document.documentElement;
      return { lang, dir, over: scrollWidth - clientWidth };
    });
    assert.deepEqual(root, { lang: language, dir: language === "ar" ? "rtl" : "ltr", over: 0 });
    const name = `${address.split(/[?#]/)[0].slice(1) || "index"}-${language}-${width}-${scheme}`;
    await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const get = async (address) => (await fetch(base + address)).json();
const outbox = (page, items) => page.route("**/local/outbox", (route) => route.fulfill({ json: { items } }));

for (const [language, width] of LOOKS) {
  for (const scheme of width === "phone" ? ["light", "dark"] : ["light"]) {
    describe(`${language}, ${width}, ${scheme}`, () => {
      const look = { language, width, scheme };

      test("the documentation lists every operation", () =>
        visit("/docs", look, async (page, open) => {
          const { paths } = await get("/v1/openapi.json");
          const methods = ["get", "put", "post", "delete", "patch", "head", "options"];
          const operations = Object.values(paths).flatMap((each) => Object.keys(each).filter((key) => methods.includes(key)));
          await open();
          await page.locator(".opblock").first().waitFor();
          assert.ok(operations.length > 0);
          assert.equal(await page.locator(".opblock").count(), operations.length);
        }));

      test("the outbox shows mails as text, with links", () =>
        visit("/outbox", look, async (page, open) => {
          await outbox(page, MAILS);
          await open();
          assert.deepEqual(await page.locator(".subject").allTextContents(), MAILS.map((mail) => mail.subject));
          assert.deepEqual(await page.locator(".body").allTextContents(), MAILS.map((mail) => mail.text));
          assert.deepEqual(await page.locator(".subject").evaluateAll((all) => all.map((each) => each.hidden)), [false, false, true]);
          assert.equal(await page.locator("iframe").count(), 1);
          assert.deepEqual(await page.locator("article a").evaluateAll((links) => links.map((link) => link.href)), ["http://127.0.0.1:8080/reset#token=abc"]);
        }));

      test("a refused reset says why", () =>
        visit("/reset#token=unknown", { ...look, refused: "/v1/password/reset" }, async (page, open) => {
          const problem = { title: "Title", code: "invalid_input", errors: [{ pointer: "/newPassword", code: "too_common", detail: "Detail" }] };
          await page.route("**/v1/password/reset", (route) => route.fulfill({ status: 422, contentType: "application/problem+json", json: problem }));
          await open();
          await page.fill("#password", "short");
          await page.keyboard.press("Enter");
          assert.equal(await page.textContent("#message"), texts.resetShort[language]);
          await page.fill("#password", "a long enough one");
          await page.keyboard.press("Enter");
          await page.getByText("Title").waitFor();
          assert.equal(await page.textContent("#message"), "Title\nDetail");
        }));
    });
  }
}

test("the outbox of the server itself is shown, and a new mail appears by itself", () =>
  visit("/outbox", { language: "en" }, async (page, open) => {
    const { items } = await get("/local/outbox");
    await open();
    assert.equal(await page.locator("article").count(), items.length);
    assert.equal(await page.locator("#state").isVisible(), items.length === 0);
    await outbox(page, [MAILS[0]]);
    await page.getByText(MAILS[0].subject, { exact: true }).waitFor();
    assert.equal(await page.locator("article").count(), 1);
  }));

test("a reset sends token and password once, in the reader's language", () =>
  visit("/reset#token=t-1_x", { language: "fr" }, async (page, open) => {
    const requests = [];
    await page.route("**/v1/password/reset", (route) => {
      requests.push(route.request());
      return route.fulfill({ status: 204 });
    });
    await open();
    await page.fill("#password", "une phrase assez longue");
    await page.click("form button");
    await page.getByText(texts.resetDone.fr).waitFor();
    assert.equal(requests.length, 1);
    assert.deepEqual(requests[0].postDataJSON(), { token: "t-1_x", newPassword: "une phrase assez longue" });
    assert.equal(requests[0].headers()["accept-language"], "fr");
    assert.ok(requests[0].headers()["idempotency-key"]);
    assert.equal(new URL(page.url()).hash, "");
  }));

test("a reset without its token says so", () =>
  visit("/reset", { language: "ar" }, async (page, open) => {
    await open();
    assert.equal(await page.textContent("#message"), texts.resetNoToken.ar);
    assert.equal(await page.locator("form").isVisible(), false);
  }));

test("the language is chosen by keyboard, at once, and stays chosen", () =>
  visit("/outbox", { language: "fr" }, async (page, open) => {
    await open();
    await page.locator("[data-language=ar]").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
    assert.equal(await page.title(), texts.outboxTitle.ar);
    await open();
    assert.equal(await page.textContent("h1"), texts.outboxLink.ar);
    await page.locator("[data-language=fr]").click();
  }));

test("whoever signs in on the documentation page is signed in for the calls that follow", () =>
  visit("/docs", { language: "en", width: "desk" }, async (page, open) => {
    const seen = [];
    await page.route("**/v1/login", (route) => {
      seen.push(route.request().headers());
      return route.fulfill({ json: { accessToken: "the.access.token" } });
    });
    await page.route("**/v1/me", (route) => {
      seen.push(route.request().headers());
      return route.fulfill({ json: {} });
    });
    await open();
    for (const [method, address] of [["post", "/v1/login"], ["get", "/v1/me"]]) {
      const block = page.locator(`.opblock-${method}`, { has: page.locator(`[data-path="${address}"]`) });
      await block.locator(".opblock-summary-control").click();
      await block.locator(".execute").click();
      await block.locator(".live-responses-table").waitFor();
    }
    assert.match(seen[0]["idempotency-key"], /^[\w-]{36}$/);
    assert.equal(seen[0]["accept-language"], "en");
    assert.equal(seen[1].authorization, "Bearer the.access.token");
    assert.equal(seen[1]["idempotency-key"], undefined);
  }));
