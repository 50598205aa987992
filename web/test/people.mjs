// What others do in a journey, by the API: people with whom the browser's own person has to do.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP = 30_000;

/** The API of a running platform, as somebody. */
export class Person {
  constructor(base, token = null) {
    this.base = base;
    this.token = token;
  }

  static async signIn(base, email, password) {
    const visitor = new Person(base);
    return new Person(base, (await visitor.post("/v1/login", { email, password })).accessToken);
  }

  async call(method, address, body) {
    const headers = { "content-type": "application/json", ...(this.token && { authorization: `Bearer ${this.token}` }) };
    const answer = await fetch(this.base + address, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${address}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  get = (address) => this.call("GET", address);
  post = (address, body = {}) => this.call("POST", address, body);
}

/** A new patient. */
export async function newPatient(base, email, password) {
  const body = { firstName: "Salim", lastName: "Ait Ahmed", email, password, phone: "0551234567", gender: "male", dateOfBirth: "1954-03-02" };
  await new Person(base).post("/v1/registrations/patients", body);
  return Person.signIn(base, email, password);
}

/** The one-time code of a secret (RFC 6238), `steps` away from now. */
export function oneTimeCode(secret, steps = 0) {
  const bits = [...secret.replace(/=+$/, "")].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  const offset = hash[19] & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The mail to an address, as soon as there is one. */
export async function mailTo(base, email) {
  for (let tries = 0; tries < 300; tries++) {
    const { items } = await (await fetch(`${base}/local/outbox`)).json();
    const mail = items.find(({ to, channel }) => to === email && channel !== "sms");
    if (mail) return mail;
    await new Promise((done) => setTimeout(done, 100));
  }
  return assert.fail(`no mail to ${email}`);
}
