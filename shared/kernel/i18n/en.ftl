### Texts for people. The build compares the three languages.

## Titles of problems, by code

problem-bad-request = The request cannot be read
problem-invalid-json = The body is not valid JSON
problem-invalid-input = Some values are not acceptable
problem-body-too-large = The body is too large
problem-frame-too-large = The message is too large
problem-unknown-action = This action is not known
problem-not-allowed = You cannot write to this person
problem-unsupported-media-type = The body must be JSON
problem-invalid-idempotency-key = The Idempotency-Key is not acceptable
problem-idempotency-mismatch = This Idempotency-Key was used for another request
problem-request-in-progress = The same request is still being worked on
problem-invalid-cursor = The cursor does not belong to this list
problem-unauthenticated = Please sign in
problem-forbidden = Your role does not allow this
problem-tenant-not-active = Your practice is not active
problem-not-found = Not found
problem-method-not-allowed = This address does not take that method
problem-internal-error = Something went wrong on our side
problem-unavailable = Please try again in a moment
problem-too-many-requests = Too many requests
problem-too-many-attempts = Too many attempts; please wait
problem-invalid-credentials = E-mail address or password is wrong
problem-invalid-token = The token is not valid
problem-token-reused = The session has ended; please sign in again
problem-invalid-mfa-code = The code is wrong or was used before
problem-mfa-already-enabled = Two-step sign-in is already on
problem-mfa-not-enabled = Two-step sign-in is not on
problem-weak-password = Please choose a stronger password
problem-email-taken = This e-mail address is already registered
problem-invalid-state = This step is not possible now
problem-documents-missing = Some documents are missing
problem-documents-invalid = Some documents are not acceptable
problem-image-missing = The image has not arrived
problem-image-invalid = This image is not acceptable
problem-slot-taken = This time has just been taken
problem-patient-busy = The patient has another appointment at this time
problem-invalid-slot = This is not a bookable time
problem-invalid-code = The prescription code is not valid
problem-held-by-other = Another pharmacy is dispensing this prescription
problem-not-dispensable = This prescription cannot be dispensed
problem-not-yet-valid = This prescription is not valid yet
problem-expired = This prescription has expired
problem-over-quantity = More than what remains to be dispensed
problem-not-holder = Your pharmacy does not hold this prescription now

## Mails

mail-reset-subject = Choose a new MediLink password
mail-reset-body = Hello {$name}, open this link within 30 minutes to choose a new password: {$link} — If you did not ask for it, ignore this message.
mail-approved-subject = Your registration is approved
mail-approved-body = Hello {$name}, your practice on MediLink is ready. You can sign in now.
mail-rejected-subject = Your registration was not accepted
mail-rejected-body = Hello {$name}, your registration was not accepted: {$reason}
