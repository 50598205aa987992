// The client against a running platform with demo data: people do what they come for, in a real browser.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import { Person, mailTo, newPatient, oneTimeCode } from "./people.mjs";
import { TEXTS } from "./texts.mjs";
import { Visit } from "./visit.mjs";

const base = process.env.MEDILINK_URL?.replace(/\/$/, "");
const { ar, fr } = TEXTS;
const DOCTOR = ["samir.kaci@cabinet-hydra.example", "Demo-Doctor-2026"];
const PHARMACIST = ["sofiane.meziane@pharmacie-el-amel.example", "Demo-Pharmacy-2026"];
const KARIM = ["karim.haddad@patients.example", "Demo-Patient-2026"];
const LILIA = ["lilia.mansouri@patients.example", "Demo-Patient-2026"];
const BUDGET = 200 * 1024;
const MARKUP = "سعال <img src=x onerror=alert(1)>";
const RUN = Date.now();

let browser;
before(async () => {
  if (base) browser = await launch();
});
after(() => browser?.close());

async function visit(look, act) {
  const visitor = await Visit.begin(browser, base, look);
  let failed = true;
  try {
    await act(visitor, TEXTS[look.language]);
    failed = false;
  } finally {
    if (failed) await visitor.context.close();
    else await visitor.end();
  }
}

const times = (visitor) => visitor.page.getByRole("group", { name: ar.slots.times }).getByRole("button");

describe("the client", { concurrency: 2, skip: !base && "MEDILINK_URL is not set" }, () => {
  test("a patient registers, books in three taps, is confirmed, moves and calls off, in Arabic", () =>
    visit({ language: "ar" }, async (me, t) => {
      await me.open("/");
      await me.check("front");
      await me.page.getByLabel(t.search.name).fill("kaci");
      await me.press(t.search.go);
      await me.page.getByRole("link", { name: /Kaci/ }).waitFor();
      await me.check("doctors");
      await me.follow(/Kaci/);
      await me.settled();
      await me.check("doctor");
      const profile = new URL(me.page.url()).hash.slice(1);

      // A visitor is sent to register, and comes back to the doctor.
      await times(me).first().click();
      await me.check("booking-visitor");
      await me.follow(t.front.register);
      await me.settled();
      await me.press(t.register.send);
      await me.page.getByRole("alert").waitFor();
      await me.check("register-refused");
      await me.fill(t.account.firstName, "خديجة");
      await me.fill(t.account.lastName, "O'Brien <b>زروقي</b>");
      await me.page.getByLabel(t.birth.day).selectOption("02");
      await me.page.getByLabel(t.birth.month).selectOption("03");
      await me.page.getByLabel(t.birth.year).selectOption("1956");
      await me.fill(t.account.phone, "0551 23 45 67");
      await me.page.locator('input[type="email"]').fill(`khadidja-${RUN}@medilink.example`);
      await me.page.locator('input[autocomplete="new-password"]').fill("Zitouna-kbira-1956");
      await me.check("register");
      await me.press(t.register.send);
      await me.page.waitForURL((url) => url.hash.slice(1) === profile);
      await me.settled();

      // Three taps: a day, a time, yes; the third one twice, and one appointment all the same.
      await me.page.getByRole("group", { name: t.slots.days }).getByRole("button").nth(1).click();
      await times(me).nth(2).click();
      await me.check("booking");
      await me.fill(t.booking.reason, MARKUP);
      const bookings = [];
      me.page.on("request", (request) => {
        if (request.method() === "POST" && request.url().endsWith("/v1/appointments")) bookings.push(request);
      });
      await me.page.getByRole("button", { name: t.booking.confirm }).dblclick();
      await me.says(t.appointmentStatus.requested);
      assert.equal(bookings.length, 1, "a double click is one booking");
      await me.says(MARKUP);
      await me.check("appointment-requested");
      const appointment = new URL(me.page.url()).hash.split("/").pop();

      const doctor = await Person.signIn(base, ...DOCTOR);
      await doctor.post(`/v1/appointments/${appointment}/confirm`);
      await me.page.reload();
      await me.says(t.appointmentStatus.confirmed);
      await me.check("appointment-confirmed");

      // Somebody else is quicker; an alternative is taken instead.
      await me.follow(t.appointment.move);
      await me.settled();
      await me.check("move");
      const { doctorId } = await doctor.get("/v1/me");
      const from = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
      const to = new Date(Date.now() + 25 * 86_400_000).toISOString().slice(0, 10);
      await me.page.getByRole("group", { name: t.slots.days }).getByRole("button").nth(1).click();
      await times(me).nth(1).click();
      const asked = me.page.waitForRequest((request) => request.url().endsWith("/reschedule"));
      const rival = await newPatient(base, `salim-${RUN}@medilink.example`, "Rivale-mais-polie-1954");
      const held = await me.page.locator("dialog strong").last().textContent();
      const { slots } = await rival.get(`/v1/doctors/${doctorId}/slots?from=${from}&to=${to}`);
      await me.page.route("**/reschedule", async (route) => {
        const { start } = route.request().postDataJSON();
        assert.ok(slots.some((slot) => slot.start === start), `${held} was free`);
        await rival.post("/v1/appointments", { doctorId, start, reason: "Toux" });
        await route.continue();
      }, { times: 1 });
      await me.press(t.move.confirm);
      await asked;
      await me.says(t.booking.alternatives);
      await me.check("move-clash");
      await me.page.locator('dialog [role="alert"] button').first().click();
      await me.press(t.move.confirm);
      await me.says(t.appointment.moved);
      await me.check("appointment-moved");

      await me.press(t.appointment.callOff);
      await me.check("call-off");
      await me.press(t.callOff.yes);
      await me.says(t.appointmentMeaning.cancelled);

      await me.open("/appointments");
      await me.check("appointments");
      assert.equal(await me.page.locator("main li a").count(), 1);
      await me.open("/notifications");
      await me.page.locator("main li").first().waitFor();
      await me.check("notifications");
      const fonts = await me.page.evaluate(async () => [...(await document.fonts.ready)].filter(({ status }) => status === "loaded").map(({ family }) => family));
      assert.ok(fonts.some((family) => family.includes("MediLink Arabic")), `the typeface is shipped: ${fonts}`);
    }));

  test("a patient shows the code, and sees the pharmacy at work", () =>
    visit({ language: "ar" }, async (me, t) => {
      await me.signIn(...LILIA, t.home.next);
      await me.check("home");
      const transferred = [...me.scripts.values()].reduce((sum, size) => sum + size, 0);
      console.log(`JavaScript of the patient's home: ${transferred} bytes in ${me.scripts.size} files`);
      assert.ok(transferred > 0 && transferred <= BUDGET, `${transferred} bytes of JavaScript`);
      await me.follow(t.shell.prescriptions);
      await me.settled();
      await me.check("prescriptions");
      await me.page.getByRole("link", { name: t.prescriptionStatus.active }).first().click();
      await me.settled();
      await me.check("prescription-active");
      const id = new URL(me.page.url()).hash.split("/").pop();

      // The network goes: the code is there all the same.
      await me.context.setOffline(true);
      await me.press(t.prescription.show);
      await me.page.getByAltText(t.code.alt).waitFor();
      assert.ok(await me.page.getByAltText(t.code.alt).evaluate(async (image) => (await image.decode(), image.naturalWidth > 0)));
      await me.press(t.common.close);
      await me.says(t.shell.offline);
      await me.check("offline");
      await me.context.setOffline(false);
      await me.press(t.prescription.show);
      await me.check("code");
      await me.press(t.common.close);

      const lilia = await Person.signIn(base, ...LILIA);
      const { payload } = await lilia.get(`/v1/prescriptions/${id}/code`);
      const pharmacist = await Person.signIn(base, ...PHARMACIST);
      const { claimToken } = await pharmacist.post("/v1/prescriptions/claim", { payload });
      await me.says(t.prescriptionStatus.claimed);
      await me.check("prescription-claimed");
      const { items } = await lilia.get(`/v1/prescriptions/${id}`);
      await pharmacist.post(`/v1/prescriptions/${id}/dispense`, { claimToken, items: [{ itemId: items[0].itemId, quantity: 12 }] });
      await pharmacist.post(`/v1/prescriptions/${id}/release`, { claimToken });
      await me.page.reload();
      await me.says(t.prescriptionStatus.part_dispensed);
      await me.check("prescription-part");

      await me.open("/examinations");
      await me.check("examinations");
      await me.open("/profile");
      await me.check("profile");
      await me.page.getByLabel(t.account.weightKg).fill("-3");
      await me.context.setOffline(true);
      await me.press(t.profile.save);
      await me.says(t.failure.unreachable);
      await me.context.setOffline(false);
      await me.press(t.profile.save);
      await me.page.locator('[aria-invalid="true"]').waitFor();
      assert.equal(await me.page.evaluate(() => document.activeElement?.getAttribute("aria-invalid")), "true", "the wrong field has the focus");
      await me.check("profile-refused");
      await me.page.getByLabel(t.account.weightKg).fill("70");
      await me.press(t.profile.save);
      await me.says(t.profile.saved);
      await me.page.getByLabel(t.hearing.sms).selectOption("urgent");
      await me.page.getByLabel(t.hearing.from).fill("22:00");
      await me.press(t.hearing.save);
      await me.page.locator('[aria-invalid="true"]').waitFor();
      await me.page.getByLabel(t.hearing.to).fill("07:00");
      await me.press(t.hearing.save);
      await me.says(t.hearing.saved);
      const { channels, quietHours } = await lilia.get("/v1/notifications/preferences");
      assert.deepEqual([channels.sms, quietHours.from, quietHours.to], ["urgent", "22:00", "07:00"]);
      await me.press(t.profile.signOut);
      await me.says(t.front.title);
      await me.open("/prescriptions");
      await me.says(t.signIn.title);
    }));

  test("whoever has forgotten the password, or needs a code, comes in", () =>
    visit({ language: "ar" }, async (me, t) => {
      const email = `mfa-${RUN}@medilink.example`;
      await newPatient(base, email, "Avant-le-changement-1");
      await me.open("/sign-in");
      await me.check("sign-in");
      await me.signIn(email, "not this one");
      await me.page.getByRole("alert").waitFor();
      await me.check("sign-in-refused");
      await me.follow(t.signIn.forgotten);
      await me.page.locator('input[type="email"]').fill(email);
      await me.check("forgotten");
      await me.press(t.forgotten.send);
      await me.says(t.forgotten.sent);
      const link = (await mailTo(base, email)).text.match(/https?:\S+\/reset#token=[\w.~-]+/)[0];
      await me.page.goto(base + new URL(link).pathname + new URL(link).hash);
      await me.page.fill("#password", "Apres-le-changement-2");
      await me.page.keyboard.press("Enter");
      await me.page.locator("#done").waitFor();
      await me.page.locator("#onwards a").click();
      await me.says(t.signIn.title);

      const person = await Person.signIn(base, email, "Apres-le-changement-2");
      const { secret } = await person.post("/v1/me/mfa");
      await person.post("/v1/me/mfa/enable", { code: oneTimeCode(secret, -1) });
      await me.signIn(email, "Apres-le-changement-2", t.signIn.code);
      await me.check("sign-in-code");
      await me.fill(t.signIn.code, "000000");
      await me.press(t.shell.signIn);
      await me.page.getByRole("alert").waitFor();
      await me.fill(t.signIn.code, oneTimeCode(secret));
      await me.press(t.shell.signIn);
      await me.says(t.appointments.none.ahead);
      await me.check("home-empty");
      // A reload keeps somebody signed in, for as long as the session is open at the server.
      await me.page.reload();
      await me.says(t.appointments.none.ahead);
      await me.page.evaluate(() => {
        const session = JSON.parse(sessionStorage.getItem("medilink.session"));
        sessionStorage.setItem("medilink.session", JSON.stringify({ ...session, refreshToken: "ended" }));
      });
      await me.page.reload();
      await me.says(t.signIn.title);
      assert.equal(await me.page.evaluate(() => sessionStorage.getItem("medilink.session")), null);
    }));

  test("the keyboard alone is enough to book", () =>
    visit({ language: "fr", size: "desk" }, async (me, t) => {
      const link = (name) => me.page.getByRole("link", { name }).first();
      const button = (name) => me.page.getByRole("button", { name }).first();
      await me.signIn(...KARIM, t.home.next);
      await me.settled();
      await me.reach(link(t.home.book));
      await button(t.search.go).waitFor();
      await me.reach(button(t.search.go));
      await link(/Kaci/).waitFor();
      await me.reach(link(/Kaci/));
      const time = me.page.getByRole("group", { name: t.slots.times }).getByRole("button").last();
      await time.waitFor();
      await me.reach(time);
      await me.reach(button(t.booking.confirm));
      await me.says(t.appointmentMeaning.requested);
      assert.equal(await me.page.evaluate(() => document.activeElement?.tagName), "H1", "a screen reader goes on at the new page's title");
    }));

  for (const look of [
    { language: "fr", size: "desk" },
    { language: "en", size: "phone", scheme: "dark" },
  ]) {
    test(`every page in ${look.language}, ${look.size}`, () =>
      visit(look, async (me, t) => {
        for (const [address, name] of [["/", "front"], ["/doctors", "doctors"], ["/register", "register"], ["/forgotten", "forgotten"], ["/sign-in", "sign-in"], ["/nowhere", "not-found"]]) {
          await me.open(address);
          await me.check(name);
        }
        await me.signIn(...LILIA, t.home.next);
        await me.check("home");
        for (const name of ["appointments", "prescriptions", "examinations", "notifications", "profile"]) {
          await me.open(`/${name}`);
          await me.check(name);
        }
        await me.open("/appointments");
        await me.page.locator("main li a").first().click();
        await me.settled();
        await me.check("appointment");
        await me.open("/prescriptions");
        await me.page.locator("main li a").first().click();
        await me.settled();
        await me.check("prescription");
      }));
  }

  test("another language is chosen by keyboard, at once and for good", () =>
    visit({ language: "fr" }, async (me) => {
      await me.open("/");
      await me.says(fr.front.title);
      await me.page.getByLabel(fr.shell.language).focus();
      await me.page.keyboard.press("Home");
      await me.says(ar.front.title);
      assert.equal(await me.page.evaluate(() => document.documentElement.dir), "rtl");
      await me.page.reload();
      await me.says(ar.front.title);
    }));
});
