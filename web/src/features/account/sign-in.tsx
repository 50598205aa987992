import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { begin } from "../../api/session";
import type { Role, SignedIn } from "../../api/types";
import { HOME, known } from "../../app/places";
import { useLanguage } from "../../i18n/use-language";
import { TextLink } from "../../ui/link";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { DemoAccounts } from "./demo-accounts";
import { PasswordStep } from "./password-step";
import { SecondStep } from "./second-step";

/** Signing in: by password, and by a one-time code where the account asks for one. */
export function SignIn() {
  const { t } = useLanguage();
  const { to } = useSearch({ from: "/visitor/sign-in" });
  const enter = useEnter(to);
  const [step, setStep] = useState<{ mfaToken: string } | null>(null);
  const [foreign, setForeign] = useState<Role | null>(null);
  const [account, setAccount] = useState({ email: "", password: "" });
  const signedIn = async (signed: SignedIn) => {
    // Not every role has its pages here.
    if (known(signed.user.role) === "visitor") setForeign(signed.user.role);
    else await enter(signed);
  };
  return (
    <Page title={t("signIn.title")}>
      {foreign ? (
        <Notice tone="wait" title={t("signIn.foreign", { role: t(`role.${foreign}`) })}>
          <p>{t("signIn.foreignAdvice")}</p>
        </Notice>
      ) : null}
      {step ? (
        <SecondStep mfaToken={step.mfaToken} onSignedIn={signedIn} onBack={() => setStep(null)} />
      ) : (
        <>
          <PasswordStep account={account} onAccount={setAccount} onSignedIn={signedIn} onCode={setStep} />
          <TextLink to="/forgotten">{t("signIn.forgotten")}</TextLink>
          <TextLink to="/register" search={to ? { to } : {}}>
            {t("signIn.noAccount")}
          </TextLink>
          <DemoAccounts onPick={setAccount} />
        </>
      )}
    </Page>
  );
}

/** Opens a session, and goes on to where somebody wanted to be. */
export function useEnter(to: string | undefined) {
  const router = useRouter();
  const navigate = useNavigate();
  return async (signed: SignedIn) => {
    begin(signed);
    if (to) router.history.push(to);
    else await navigate({ to: HOME[known(signed.user.role)] });
  };
}
