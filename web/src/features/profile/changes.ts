import type { Profile, ProfileChanges } from "../../api/types";

export const BLOOD_TYPES = ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"] as const satisfies readonly NonNullable<Profile["bloodType"]>[];

/** A profile as its form shows it: every field a text. */
export interface Filled {
  firstName: string;
  lastName: string;
  phone: string;
  wilaya: string;
  commune: string;
  street: string;
  bloodType: string;
  heightCm: string;
  weightKg: string;
  allergies: string;
  chronicConditions: string;
}

export const filled = (profile: Profile): Filled => ({
  firstName: profile.firstName,
  lastName: profile.lastName,
  phone: profile.phone ?? "",
  wilaya: profile.address?.wilaya ?? "",
  commune: profile.address?.commune ?? "",
  street: profile.address?.street ?? "",
  bloodType: profile.bloodType ?? "",
  heightCm: profile.heightCm?.toString() ?? "",
  weightKg: profile.weightKg?.toString() ?? "",
  allergies: (profile.allergies ?? []).join("\n"),
  chronicConditions: (profile.chronicConditions ?? []).join("\n"),
});

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** A number as it was typed; what is none goes to the server as one that it refuses, at its field. */
const number = (text: string) => (text.trim() === "" ? null : Number.isInteger(Number(text)) ? Number(text) : 0);

/** What the form says, as the API takes it. An address is whole or none. */
export function changes(form: Filled): ProfileChanges {
  const address = { wilaya: form.wilaya, commune: form.commune.trim(), street: form.street.trim() };
  return {
    firstName: form.firstName,
    lastName: form.lastName,
    ...(form.phone.trim() && { phone: form.phone.trim() }),
    address: Object.values(address).every((part) => part === "") ? null : address,
    bloodType: BLOOD_TYPES.find((type) => type === form.bloodType) ?? null,
    heightCm: number(form.heightCm),
    weightKg: number(form.weightKg),
    allergies: lines(form.allergies),
    chronicConditions: lines(form.chronicConditions),
  };
}
