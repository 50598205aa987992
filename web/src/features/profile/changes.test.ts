import { expect, test } from "vitest";
import type { Profile } from "../../api/types";
import { changes, filled } from "./changes";

const profile: Profile = {
  userId: "usr_1",
  role: "patient",
  email: "amina@example.dz",
  firstName: "Amina",
  lastName: "Benali",
  language: "ar",
  createdAt: "2026-11-24T08:00:00Z",
  phone: "+213661102030",
  bloodType: "O+",
  heightCm: 164,
  allergies: ["Pénicilline", "Aspirine"],
};

test("a form that nobody touched changes nothing", () => {
  expect(changes(filled(profile))).toEqual({
    firstName: "Amina",
    lastName: "Benali",
    phone: "+213661102030",
    address: null,
    bloodType: "O+",
    heightCm: 164,
    weightKg: null,
    allergies: ["Pénicilline", "Aspirine"],
    chronicConditions: [],
  });
});

test("what was emptied is taken away; an address in part goes to the server, which says what is missing", () => {
  const sent = changes({ ...filled(profile), bloodType: "", heightCm: " ", allergies: "\n  \n", wilaya: "Oran" });
  expect(sent).toMatchObject({ bloodType: null, heightCm: null, allergies: [], address: { wilaya: "Oran", commune: "", street: "" } });
});

test("a number that is none is not swallowed: the server refuses it at its field", () => {
  expect(changes({ ...filled(profile), weightKg: "sixty" })).toMatchObject({ weightKg: 0 });
});
