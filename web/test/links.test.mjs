import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../pages/links.js";

const hrefs = (text) => pieces(text).flatMap((piece) => piece.href ?? []);

test("addresses are found without the punctuation after them", () => {
  assert.deepEqual(hrefs("See http://127.0.0.1:8080/reset#token=a-b_c."), ["http://127.0.0.1:8080/reset#token=a-b_c"]);
  assert.deepEqual(hrefs("افتح https://medilink.example/x، ثم"), ["https://medilink.example/x"]);
  assert.deepEqual(hrefs("\u2066https://medilink.example/y\u2069"), ["https://medilink.example/y"]);
  assert.deepEqual(hrefs("(http://a.example/1) «http://b.example/2»"), ["http://a.example/1", "http://b.example/2"]);
});

test("only web addresses become links", () => {
  assert.deepEqual(hrefs("javascript:alert(1) data:text/html,x file:///etc http:// no"), []);
});

test("the pieces are the whole text", () => {
  for (const text of ["", "no link", "http://a.example", "a http://a.example/?q=1&r=<b> b\nhttp://b.example."]) {
    assert.equal(pieces(text).map((piece) => piece.text).join(""), text);
  }
});
