import "i18next";
import type { Texts } from "./parts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Texts };
    strictKeyChecks: true;
  }
}
