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
problem-slot-taken = Ce créneau vient d’être pris
problem-patient-busy = Le patient a un autre rendez-vous à cette heure
problem-invalid-slot = Cet horaire ne peut pas être réservé
problem-invalid-code = Le code de l’ordonnance n’est pas valide
problem-held-by-other = Une autre pharmacie traite cette ordonnance
problem-not-dispensable = Cette ordonnance ne peut pas être délivrée
problem-not-yet-valid = Cette ordonnance n’est pas encore valable
problem-expired = Cette ordonnance a expiré
problem-over-quantity = Plus que ce qui reste à délivrer
problem-not-holder = Votre pharmacie ne détient pas cette ordonnance

## Mails

mail-reset-subject = Choisissez un nouveau mot de passe MediLink
mail-reset-body = Bonjour {$name}, ouvrez ce lien dans les 30 minutes pour choisir un nouveau mot de passe : {$link} — Si vous n’avez rien demandé, ignorez ce message.
mail-approved-subject = Votre inscription est approuvée
mail-approved-body = Bonjour {$name}, votre établissement sur MediLink est prêt. Vous pouvez vous connecter.
mail-rejected-subject = Votre inscription n’a pas été acceptée
mail-rejected-body = Bonjour {$name}, votre inscription n’a pas été acceptée : {$reason}
