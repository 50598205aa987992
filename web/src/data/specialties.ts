/** The specialties by the names under which they are kept and searched; what they are called is in the texts. */
export const SPECIALTIES = [
  "general_practice",
  "cardiology",
  "dentistry",
  "dermatology",
  "endocrinology",
  "gastroenterology",
  "gynecology",
  "internal_medicine",
  "nephrology",
  "neurology",
  "oncology",
  "ophthalmology",
  "orthopedics",
  "otolaryngology",
  "pediatrics",
  "psychiatry",
  "pulmonology",
  "radiology",
  "rheumatology",
  "surgery",
  "urology",
] as const;

export type Specialty = (typeof SPECIALTIES)[number];

export const isSpecialty = (name: string): name is Specialty => SPECIALTIES.some((each) => each === name);
