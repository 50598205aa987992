import type common from "./en/common.json";
import type member from "./en/member.json";
import type patient from "./en/patient.json";
import type visitor from "./en/visitor.json";

/** The texts, by the pages that show them: a part is fetched when the first of its pages is opened. */
interface Parts {
  common: typeof common;
  member: typeof member;
  patient: typeof patient;
  visitor: typeof visitor;
}

export type Part = keyof Parts;

type All<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer Both) => void ? Both : never;

/** Every text there is; no two parts share a name. */
export type Texts = All<Parts[Part]>;
