// How the platform's mails look in a browser. They are made by a running platform, so without one there is nothing to see.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { SCREENSHOTS, launch } from "./browser.mjs";

const base = process.env.MEDILINK_URL?.replace(/\/$/, "");
const PEOPLE = { ar: ["أمينة", "شريف"], fr: ["Élodie", "Haddad"], en: ["Samir", "Kaci"] };
const LOOKS = [[320, "light"], [320, "dark"], [1280, "light"]];

let browser;
const mails = {};
before(async () => {
  if (!base) return;
  browser = await launch();
  for (const language of Object.keys(PEOPLE)) mails[language] = await resetMail(language);
});
after(() => browser?.close());

async function post(address, language, body) {
  const headers = { "content-type": "application/json", "accept-language": language };
  const answer = await fetch(base + address, { method: "POST", headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${address}: ${answer.status} ${await answer.text()}`);
}

/** Somebody who speaks this language registers and forgets the password; the mail that comes. */
async function resetMail(language) {
  const [firstName, lastName] = PEOPLE[language];
  const email = `reader-${language}@medilink.example`;
  const person = { firstName, lastName, email, password: "Olive-tree-1962", phone: "0551 23 45 67", gender: "female", dateOfBirth: "1988-07-05" };
  await post("/v1/registrations/patients", language, person);
  await post("/v1/password/forgot", language, { email });
  for (let tries = 0; tries < 300; tries++) {
    const { items } = await (await fetch(`${base}/local/outbox`)).json();
    const mail = items.find(({ to }) => to === email);
    if (mail) return mail;
    await pause(100);
  }
  return assert.fail(`no mail to ${email}`);
}

/** What a reader sees of every piece of text: its colours, and how far it is from where its line begins. */
function pieces() {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const [red, green, blue, opacity = 1] = channels(getComputedStyle(each).backgroundColor);
      if (opacity === 1) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    const node = walker.currentNode;
    if (node.textContent.trim() === "") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const block = node.parentElement.closest("h1, p, td").getBoundingClientRect();
    // A number within Arabic is a rectangle of its own: the line is all those at one height.
    const rectangles = [...range.getClientRects()];
    const line = rectangles.filter(({ top }) => Math.abs(top - rectangles[0].top) < 4);
    const { direction } = getComputedStyle(node.parentElement.closest("h1, p, td"));
    found.push({
      text: node.textContent,
      ink: channels(getComputedStyle(node.parentElement).color).slice(0, 3),
      ground: behind(node.parentElement),
      direction,
      left: Math.min(...line.map(({ left }) => left)) - block.left,
      right: block.right - Math.max(...line.map(({ right }) => right)),
    });
  }
  return found;
}

/** The contrast of two colours (WCAG 2.2, 1.4.3). */
function contrast(one, other) {
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe("mails", { skip: !base && "MEDILINK_URL is not set" }, () => {
  for (const language of Object.keys(PEOPLE)) {
    for (const [width, colorScheme] of LOOKS) {
      test(`a reset in ${language}, ${width} wide, ${colorScheme}`, async () => {
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
        try {
          const page = await context.newPage();
          const requests = [];
          page.on("request", (request) => requests.push(new URL(request.url()).pathname));
          await page.goto(`${base}/local/outbox/${mails[language].id}`);
          await page.waitForLoadState("networkidle");
          await page.screenshot({ path: `${SCREENSHOTS}mail-reset-${language}-${width}-${colorScheme}.png`, fullPage: true });
          const root = await page.evaluate(() => {
            const { lang, dir, scrollWidth, clientWidth } = document.documentElement;
            return { lang, dir, over: scrollWidth - clientWidth };
          });
          const direction = language === "ar" ? "rtl" : "ltr";
          assert.deepEqual(root, { lang: language, dir: direction, over: 0 });
          assert.deepEqual(requests, [`/local/outbox/${mails[language].id}`], "nothing is fetched");

          const seen = await page.evaluate(pieces);
          for (const { text, ink, ground, direction: its } of seen) {
            assert.ok(contrast(ink, ground) >= 4.5, `${text}: ${ink} on ${ground}`);
            assert.equal(its, direction, text);
          }
          const name = PEOPLE[language][0];
          assert.equal(await page.locator("bdi").textContent(), name);
          // What a line begins with is at its side: right in Arabic, left in the others.
          const begin = language === "ar" ? "right" : "left";
          for (const selector of ["h1", "p >> nth=0", "p >> nth=1"]) {
            const text = (await page.locator(selector).textContent()).slice(0, 5);
            const first = seen.find((piece) => piece.text.startsWith(text));
            assert.ok(first && first[begin] < 2, `${selector}: ${JSON.stringify(first)}`);
          }
          const link = mails[language].text.match(/https?:\S+/)[0];
          assert.deepEqual(await page.locator("a").evaluateAll((all) => all.map((each) => each.href)), [link, link]);
          const [button] = await page.locator("a").evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
          assert.ok(button >= 44, `a finger hits it: ${button}`);
        } finally {
          await context.close();
        }
      });
    }
  }

  test("the outbox shows a mail as its reader sees it", async () => {
    const context = await browser.newContext({ locale: "ar", viewport: { width: 1280, height: 1000 } });
    try {
      const page = await context.newPage();
      await page.goto(`${base}/outbox`);
      const article = page.locator("article", { hasText: mails.ar.to });
      await article.locator("summary").click();
      const title = article.frameLocator("iframe").locator("h1");
      await title.waitFor();
      assert.equal(await title.textContent(), mails.ar.subject);
      await article.screenshot({ path: `${SCREENSHOTS}outbox-mail-ar.png` });
    } finally {
      await context.close();
    }
  });

  test("a mail runs nothing and is framed by this site alone", async () => {
    const answer = await fetch(`${base}/local/outbox/${mails.en.id}`);
    const policy = answer.headers.get("content-security-policy");
    for (const part of ["default-src 'none'", "sandbox allow-popups", "frame-ancestors 'self'"]) assert.ok(policy.includes(part), policy);
    assert.doesNotMatch(policy, /allow-scripts|allow-same-origin|script-src/);
    assert.equal((await fetch(`${base}/local/outbox/..%2fnothing`)).status, 404);
  });
});
