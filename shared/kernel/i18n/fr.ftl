### Texts for people. The build compares the three languages.

## Titles of problems, by code

problem-bad-request = La requête est illisible
problem-invalid-json = Le corps n’est pas du JSON valide
problem-invalid-input = Certaines valeurs ne sont pas acceptables
problem-body-too-large = Le corps est trop volumineux
problem-frame-too-large = Le message est trop volumineux
problem-unknown-action = Cette action est inconnue
problem-not-allowed = Vous ne pouvez pas écrire à cette personne
problem-unsupported-media-type = Le corps doit être en JSON
problem-invalid-idempotency-key = L’en-tête Idempotency-Key n’est pas acceptable
problem-idempotency-mismatch = Cette clé Idempotency-Key a servi à une autre requête
problem-request-in-progress = La même requête est encore en cours
problem-invalid-cursor = Le curseur n’appartient pas à cette liste
problem-unauthenticated = Veuillez vous connecter
problem-forbidden = Votre rôle ne le permet pas
problem-tenant-not-active = Votre établissement n’est pas actif
problem-not-found = Introuvable
problem-method-not-allowed = Cette adresse n’accepte pas cette méthode
problem-internal-error = Une erreur est survenue de notre côté
problem-unavailable = Veuillez réessayer dans un instant
problem-too-many-requests = Trop de requêtes
problem-too-many-attempts = Trop de tentatives ; veuillez patienter
problem-invalid-credentials = Adresse e-mail ou mot de passe incorrect
problem-invalid-token = Le jeton n’est pas valide
problem-token-reused = La session est terminée ; veuillez vous reconnecter
problem-invalid-mfa-code = Le code est faux ou déjà utilisé
problem-mfa-already-enabled = La connexion en deux étapes est déjà active
problem-mfa-not-enabled = La connexion en deux étapes n’est pas active
problem-weak-password = Veuillez choisir un mot de passe plus sûr
problem-email-taken = Cette adresse e-mail est déjà inscrite
problem-invalid-state = Cette étape n’est pas possible maintenant
problem-documents-missing = Des documents manquent
problem-documents-invalid = Certains documents ne sont pas acceptables
problem-image-missing = L’image n’est pas arrivée
problem-image-invalid = Cette image n’est pas acceptable
problem-file-missing = Le fichier n’est pas arrivé
problem-file-invalid = Ce fichier n’est pas acceptable
problem-slot-taken = Ce créneau vient d’être pris
problem-patient-busy = Le patient a un autre rendez-vous à cette heure
problem-invalid-slot = Cet horaire ne peut pas être réservé
problem-invalid-code = Le code de l’ordonnance n’est pas valide
problem-warnings-unanswered = Des alertes sur cette ordonnance attendent une réponse
problem-warnings-refused = Le cabinet n’autorise pas cette ordonnance en raison de ses alertes
problem-held-by-other = Une autre pharmacie traite cette ordonnance
problem-not-dispensable = Cette ordonnance ne peut pas être délivrée
problem-not-yet-valid = Cette ordonnance n’est pas encore valable
problem-expired = Cette ordonnance a expiré
problem-over-quantity = Plus que ce qui reste à délivrer
problem-not-holder = Votre pharmacie ne détient pas cette ordonnance

## Days, months, hours

weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
first-of-month = 1er
local-time = {$weekday} {$day} {$month} {$year} à {$time}

## Mails

mail-greeting = Bonjour {$name},
mail-footer = MediLink envoie ce message automatiquement ; n’y répondez pas.
mail-link-hint = Si le bouton ne s’ouvre pas, copiez cette adresse dans votre navigateur :
mail-reset-subject = Choisissez un nouveau mot de passe MediLink

## Notifications

doctor-name = Dr {$name}
notice-reason = Motif : {$reason}
notice-registration-approved-title = Votre inscription est approuvée
notice-registration-approved-body = Votre établissement sur MediLink est prêt. Vous pouvez vous connecter.
notice-registration-rejected-title = Votre inscription n’a pas été acceptée
notice-registration-rejected-body = Votre inscription n’a pas été acceptée : {$reason}
notice-appointment-requested-title = Nouvelle demande de rendez-vous
notice-appointment-requested-body = {$who} demande un rendez-vous le {$when}.
notice-appointment-booked-title = Rendez-vous pris pour vous
notice-appointment-booked-body = Un rendez-vous avec {$who} a été pris pour vous le {$when}.
notice-appointment-confirmed-title = Rendez-vous confirmé
notice-appointment-confirmed-body = {$who} confirme votre rendez-vous du {$when}.
notice-appointment-rejected-title = Rendez-vous refusé
notice-appointment-rejected-body = {$who} ne peut pas vous recevoir le {$when}. Choisissez un autre créneau.
notice-appointment-moved-title = Rendez-vous déplacé
notice-appointment-moved-body = {$who} a déplacé le rendez-vous du {$before} : il a lieu le {$when}.
notice-appointment-cancelled-title = Rendez-vous annulé
notice-appointment-cancelled-body = {$who} a annulé le rendez-vous du {$when}.
notice-appointment-reminder-title = Rappel de votre rendez-vous
notice-appointment-reminder-body = Vous avez rendez-vous avec {$who} le {$when}.
notice-prescription-ready-title = Votre ordonnance est prête
notice-prescription-ready-body = {$who} vous a prescrit une ordonnance. Présentez son code QR dans une pharmacie.
notice-prescription-held-title = Votre ordonnance est en préparation
notice-prescription-held-body = {$who} prépare votre ordonnance.
notice-prescription-part-dispensed-title = Une partie de votre ordonnance est délivrée
notice-prescription-part-dispensed-body = {$who} a délivré une partie de votre ordonnance. Le reste peut encore être délivré.
notice-prescription-dispensed-title = Votre ordonnance est délivrée
notice-prescription-dispensed-body = {$who} a délivré toute votre ordonnance.
notice-prescription-not-dispensed-title = Une ordonnance n’est pas délivrée
notice-prescription-not-dispensed-body = {$who} ne délivre pas ce qui reste de l’ordonnance. Le motif se lit dans l’ordonnance.
notice-prescription-cancelled-title = Ordonnance annulée
notice-prescription-cancelled-body = {$who} a annulé une ordonnance. Elle ne peut plus être délivrée.
notice-message-waiting-title = Nouveau message
notice-message-waiting-body = {$who} vous a écrit. Ouvrez MediLink pour lire.
notice-message-urgent-title = Message urgent
notice-message-urgent-body = {$who} vous a envoyé un message urgent. Ouvrez MediLink pour lire.
notice-emergency-access-title = Votre dossier a été ouvert en urgence
notice-emergency-access-body = {$who} a ouvert tout votre dossier en urgence le {$when}. Il lui reste ouvert quelques heures. Votre journal d’accès montre ce qui a été lu.
notice-emergency-review-title = Un dossier a été ouvert en urgence
notice-emergency-review-body = {$who} a ouvert le dossier d’un patient en urgence le {$when}. Veuillez vérifier que c’en était une.
notice-unusual-access-title = Accès inhabituel à votre dossier
notice-unusual-access-body = Quelqu’un de {$who} a ouvert votre dossier le {$when}, sans rendez-vous récent ou parmi beaucoup d’autres. Votre journal d’accès montre ce qui a été ouvert.
mail-open = Ouvrir MediLink
mail-reset-body = Ouvrez ce lien dans les 30 minutes pour choisir un nouveau mot de passe.
mail-reset-action = Choisir un mot de passe
mail-reset-ignore = Si vous n’avez rien demandé, ignorez ce message : votre mot de passe reste le même.

## Who opened what

access-part-appointments = vos rendez-vous
access-part-consultations = vos comptes rendus de consultation
access-part-prescriptions = vos ordonnances
access-part-profile = vos données personnelles et de santé
access-part-images = des images d’une conversation
access-part-documents = vos documents d’inscription
access-part-record = votre dossier, dans l’ordre du temps
access-part-grants = la liste de ceux qui peuvent lire votre dossier
access-part-trail = le journal des accès à votre dossier
access-purpose-treatment = pour vous soigner
access-purpose-dispensing = pour délivrer des médicaments
access-purpose-own = pour vous-même
access-purpose-granted = avec votre accord
access-purpose-emergency = en urgence
access-purpose-support = pour vérifier ou aider
access-purpose-audit = pour contrôler les accès
access-role-patient = patient
access-role-doctor = médecin
access-role-nurse = infirmier
access-role-pharmacist = pharmacien
access-role-lab-technician = technicien de laboratoire
access-role-receptionist = accueil
access-role-admin = administrateur MediLink
access-role-auditor = auditeur
access-role-analyst = analyste
access-role-civil-authority = autorité civile
access-line = {$who} a ouvert {$part} le {$when}, {$purpose}.
access-line-refused = {$who} a demandé {$part} le {$when}, {$purpose} ; l’accès a été refusé.
access-line-own = Vous avez ouvert {$part} le {$when}.
access-line-own-refused = Vous avez demandé {$part} le {$when} ; l’accès a été refusé.
