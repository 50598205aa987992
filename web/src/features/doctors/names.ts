import type { Doctor } from "../../api/types";
import { isSpecialty } from "../../data/specialties";
import { wilayaName } from "../../data/wilayas";
import { useLanguage } from "../../i18n/use-language";

/** Names of doctors, specialties and places in the language shown. */
export function useNames() {
  const { t, language } = useLanguage();
  return {
    doctorName: ({ firstName, lastName }: { firstName: string; lastName: string }) => t("doctor.name", { name: `${firstName} ${lastName}` }),
    specialty: (name: string) => (isSpecialty(name) ? t(`specialty.${name}`) : name),
    place: ({ commune, wilaya }: Doctor) => t("doctor.place", { commune, wilaya: wilayaName(wilaya, language) }),
  };
}
