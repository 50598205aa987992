// A person in front of the client: a browser context that complains of everything that should not happen.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SCREENSHOTS } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };
const LONGEST = 4_000;
const MOST_STEPS = 80;
const PAUSE = 40;
const QUIET = 3;

export class Visit {
  static async begin(browser, base, { language, size = "phone", scheme = "light" }) {
    const context = await browser.newContext({ locale: language, viewport: SIZES[size], colorScheme: scheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    return new Visit(context, page, base, { language, size, scheme });
  }

  constructor(context, page, base, look) {
    Object.assign(this, { context, page, base, look, complaints: [], scripts: new Map(), running: new Set() });
    page.on("console", (message) => {
      // A refusal that the page shows is no fault; the browser notes every one.
      const refusal = message.text().startsWith("Failed to load resource") && message.location().url.includes("/v1/");
      if (["error", "warning"].includes(message.type()) && !refusal) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("requestfinished", (request) => this.running.delete(request));
    page.on("requestfailed", (request) => this.running.delete(request));
    page.on("request", (request) => {
      this.running.add(request);
      const url = new URL(request.url());
      if (!["data:", "blob:"].includes(url.protocol) && url.origin !== base) this.complaints.push(`request to ${url.origin}`);
    });
    page.on("response", async (response) => {
      if (!response.url().endsWith(".js")) return;
      const sizes = await response.request().sizes().catch(() => null);
      if (sizes) this.scripts.set(response.url(), sizes.responseBodySize);
    });
  }

  open = (address) => this.page.goto(`${this.base}/#${address}`);

  /** Presses whatever is called so. */
  press = (name, options = {}) => this.page.getByRole("button", { name, ...options }).first().click();
  follow = (name) => this.page.getByRole("link", { name }).first().click();
  fill = (label, text) => this.page.getByRole("textbox", { name: label, exact: true }).fill(text);
  says = (text) => this.page.getByText(text).first().waitFor();

  /** Goes by the keyboard alone to something, and presses it. */
  async reach(element) {
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      await this.page.keyboard.press("Tab");
      if (await element.evaluate((each) => each === document.activeElement)) return this.page.keyboard.press("Enter");
    }
    return assert.fail(`the keyboard does not reach ${element}`);
  }

  async signIn(email, password, words) {
    await this.open("/sign-in");
    await this.page.locator('input[type="email"]').fill(email);
    await this.page.locator('input[autocomplete="current-password"]').fill(password);
    await this.page.locator('main form button[type="submit"]').click();
    if (words) await this.says(words);
  }

  /** Nothing is on its way any more. */
  async settled() {
    await this.page.locator("main h1").first().waitFor();
    for (let quiet = 0; quiet < QUIET; quiet++) {
      await this.page.waitForTimeout(PAUSE);
      if (this.running.size > 0 || (await this.page.locator('main [role="status"][aria-label]').count()) > 0) quiet = -1;
    }
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
  }

  /** The whole page, with the bar of places at its end instead of across it. */
  async picture(name) {
    const { language, size, scheme } = this.look;
    const place = (position) => this.page.locator("nav").evaluate((bar, value) => (bar.style.position = value), position);
    await place("static");
    await this.page.screenshot({ path: `${SCREENSHOTS}${name}-${language}-${size}-${scheme}.png`, fullPage: true });
    await place("");
  }

  /** What holds for every page: language, direction, width, accessibility; and a picture of it. */
  async check(name) {
    await this.settled();
    const { language } = this.look;
    const root = await this.page.evaluate(() => {
      const { lang, dir, scrollWidth, clientWidth } = document.documentElement;
      return { lang, dir, over: scrollWidth - clientWidth };
    });
    assert.deepEqual(root, { lang: language, dir: language === "ar" ? "rtl" : "ltr", over: 0 }, name);
    const cut = await this.page.locator("a, button, nav li").evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1 && each.checkVisibility() && getComputedStyle(each).display !== "inline" && !each.matches('[href="#main"]')).map((each) => each.textContent));
    assert.deepEqual(cut, [], `${name} in ${language}: words that are cut`);
    await this.picture(name);
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const violations = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`.slice(0, LONGEST));
    assert.deepEqual(violations, [], `${name} in ${language}`);
  }

  async end() {
    await this.context.close();
    assert.deepEqual(this.complaints, []);
  }
}
