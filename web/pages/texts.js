// Every text of the site, in every language. The build fails on a text that lacks one.
export const texts = {
  languageSwitch: { ar: "اللغة", fr: "Langue", en: "Language" },
  skip: { ar: "إلى المحتوى", fr: "Aller au contenu", en: "Skip to content" },

  docsTitle: { ar: "MediLink: توثيق الواجهة البرمجية", fr: "MediLink : documentation de l’API", en: "MediLink: API documentation" },
  docsHeading: { ar: "الواجهة البرمجية", fr: "API", en: "API" },
  docsHint: {
    ar: "نفّذ عملية تسجيل الدخول أدناه بأحد حسابات التجربة، فيُستعمل رمزها في كل ما يليها. ويُملأ مفتاح Idempotency-Key تلقائيًا إن تُرك فارغًا.",
    fr: "Exécutez la connexion ci-dessous avec un compte de démonstration : son jeton sert à tous les appels suivants. Une Idempotency-Key laissée vide est remplie d’elle-même.",
    en: "Execute the login below with a demo account: its token is then used for every call. An Idempotency-Key left empty is filled in for you.",
  },

  outboxLink: { ar: "البريد الصادر", fr: "Courriers envoyés", en: "Outgoing mail" },
  outboxTitle: { ar: "MediLink: البريد الصادر", fr: "MediLink : courriers envoyés", en: "MediLink: outgoing mail" },
  outboxHint: {
    ar: "على هذا الجهاز لا تُرسَل الرسائل الإلكترونية والقصيرة إلى الخارج، بل تُحفظ هنا، أحدثها أولًا. تتجدد القائمة تلقائيًا.",
    fr: "Sur cette machine, rien ne part vers l’extérieur : les messages restent ici, le plus récent d’abord. La liste se met à jour seule.",
    en: "On this machine no mail and no text message leaves; they are kept here, newest first. The list keeps itself up to date.",
  },
  outboxEmpty: { ar: "لا رسائل بعد.", fr: "Aucun message pour l’instant.", en: "No mail yet." },
  outboxFailed: { ar: "الخادم لا يجيب. نعيد المحاولة.", fr: "Le serveur ne répond pas. Nouvel essai en cours.", en: "The server does not answer. Trying again." },
  mailLook: { ar: "كما تظهر لقارئها", fr: "Tel que son destinataire le voit", en: "As its reader sees it" },
  mailTo: { ar: "إلى", fr: "À", en: "To" },

  resetTitle: { ar: "MediLink: كلمة سر جديدة", fr: "MediLink : nouveau mot de passe", en: "MediLink: new password" },
  resetHeading: { ar: "كلمة سر جديدة", fr: "Nouveau mot de passe", en: "New password" },
  resetField: { ar: "كلمة السر الجديدة", fr: "Votre nouveau mot de passe", en: "Your new password" },
  resetRule: {
    ar: "8 أحرف على الأقل. جملة تحفظها أفضل من رموز تنساها.",
    fr: "8 caractères au moins. Une phrase que l’on retient vaut mieux que des signes que l’on oublie.",
    en: "At least 8 characters. A phrase you remember is better than signs you forget.",
  },
  resetShow: { ar: "إظهار كلمة السر", fr: "Afficher le mot de passe", en: "Show the password" },
  resetSend: { ar: "حفظ كلمة السر", fr: "Enregistrer", en: "Save the password" },
  resetShort: { ar: "كلمة السر أقصر من 8 أحرف.", fr: "Le mot de passe compte moins de 8 caractères.", en: "The password has fewer than 8 characters." },
  resetNoToken: {
    ar: "الرابط ناقص. افتحه مرة أخرى من رسالة البريد كما هو.",
    fr: "Le lien est incomplet. Rouvrez-le tel quel depuis le message reçu.",
    en: "The link is not complete. Open it again from the mail, as it is.",
  },
  resetDone: {
    ar: "حُفظت كلمة السر الجديدة. يمكنك الدخول بها الآن.",
    fr: "Le nouveau mot de passe est enregistré. Vous pouvez vous connecter.",
    en: "The new password is saved. You can sign in with it now.",
  },
  resetSignIn: { ar: "الدخول إلى حسابك", fr: "Se connecter", en: "Sign in" },
  resetFailed: {
    ar: "لم يصل الطلب. تحقق من الاتصال ثم أعد المحاولة.",
    fr: "La demande n’a pas abouti. Vérifiez la connexion, puis réessayez.",
    en: "The request did not get through. Check the connection and try again.",
  },
};
