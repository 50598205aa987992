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
problem-file-missing = The file has not arrived
problem-file-invalid = This file is not acceptable
problem-slot-taken = This time has just been taken
problem-patient-busy = The patient has another appointment at this time
problem-invalid-slot = This is not a bookable time
problem-invalid-code = The prescription code is not valid
problem-warnings-unanswered = Warnings about this prescription wait for an answer
problem-warnings-refused = The practice does not allow this prescription because of its warnings
problem-held-by-other = Another pharmacy is dispensing this prescription
problem-not-dispensable = This prescription cannot be dispensed
problem-not-yet-valid = This prescription is not valid yet
problem-expired = This prescription has expired
problem-over-quantity = More than what remains to be dispensed
problem-not-holder = Your pharmacy does not hold this prescription now

## Days, months, hours

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
first-of-month = 1
local-time = {$weekday} {$day} {$month} {$year} at {$time}

## Mails

mail-greeting = Hello {$name},
mail-footer = MediLink sends this message by itself; please do not answer it.
mail-link-hint = If the button does not open, copy this address into your browser:
mail-reset-subject = Choose a new MediLink password

## Notifications

doctor-name = Dr {$name}
notice-reason = Reason: {$reason}
notice-registration-approved-title = Your registration is approved
notice-registration-approved-body = Your place on MediLink is ready. You can sign in.
notice-registration-rejected-title = Your registration was not accepted
notice-registration-rejected-body = Your registration was not accepted: {$reason}
notice-appointment-requested-title = New request for an appointment
notice-appointment-requested-body = {$who} asks for an appointment on {$when}.
notice-appointment-booked-title = An appointment was booked for you
notice-appointment-booked-body = An appointment with {$who} was booked for you on {$when}.
notice-appointment-confirmed-title = Appointment confirmed
notice-appointment-confirmed-body = {$who} confirms your appointment on {$when}.
notice-appointment-rejected-title = Appointment declined
notice-appointment-rejected-body = {$who} cannot see you on {$when}. Please choose another time.
notice-appointment-moved-title = Appointment moved
notice-appointment-moved-body = {$who} has moved the appointment of {$before}: it is now on {$when}.
notice-appointment-cancelled-title = Appointment cancelled
notice-appointment-cancelled-body = {$who} has cancelled the appointment on {$when}.
notice-appointment-reminder-title = Reminder of your appointment
notice-appointment-reminder-body = You have an appointment with {$who} on {$when}.
notice-prescription-ready-title = Your prescription is ready
notice-prescription-ready-body = {$who} has written you a prescription. Show its QR code in a pharmacy.
notice-prescription-held-title = Your prescription is being prepared
notice-prescription-held-body = {$who} is preparing your prescription.
notice-prescription-part-dispensed-title = Part of your prescription was dispensed
notice-prescription-part-dispensed-body = {$who} has dispensed part of your prescription. The rest can still be dispensed.
notice-prescription-dispensed-title = Your prescription was dispensed
notice-prescription-dispensed-body = {$who} has dispensed all of your prescription.
notice-prescription-not-dispensed-title = A prescription was not dispensed
notice-prescription-not-dispensed-body = {$who} does not dispense what is left of the prescription. The reason stands in the prescription.
notice-prescription-cancelled-title = Prescription cancelled
notice-prescription-cancelled-body = {$who} has cancelled a prescription. It cannot be dispensed any more.
notice-message-waiting-title = New message
notice-message-waiting-body = {$who} has written to you. Open MediLink to read it.
notice-message-urgent-title = Urgent message
notice-message-urgent-body = {$who} has sent you an urgent message. Open MediLink to read it.
notice-emergency-access-title = Your record was opened in an emergency
notice-emergency-access-body = {$who} opened your whole record in an emergency on {$when}. It stays open to them for some hours. Your access log shows what was read.
notice-emergency-review-title = A record was opened in an emergency
notice-emergency-review-body = {$who} opened a patient’s record in an emergency on {$when}. Please check that it was one.
notice-unusual-access-title = Your record was opened in an unusual way
notice-unusual-access-body = Somebody at {$who} opened your record on {$when}, without a recent appointment or among many others. Your access log shows what was opened.
mail-open = Open MediLink
mail-reset-body = Open this link within 30 minutes to choose a new password.
mail-reset-action = Choose a password
mail-reset-ignore = If you did not ask for it, ignore this message: your password stays the same.

## Who opened what

access-part-appointments = your appointments
access-part-consultations = what doctors wrote of your visits
access-part-prescriptions = your prescriptions
access-part-profile = your personal and health details
access-part-images = images of a conversation
access-part-documents = your registration documents
access-part-record = your record as a time line
access-part-grants = the list of those who may read your record
access-part-trail = the log of who opened your record
access-purpose-treatment = for treatment
access-purpose-dispensing = to dispense medicines
access-purpose-own = your own use
access-purpose-granted = because you allowed it
access-purpose-emergency = in an emergency
access-purpose-support = to review or help
access-purpose-audit = to check who opened what
access-role-patient = patient
access-role-doctor = doctor
access-role-nurse = nurse
access-role-pharmacist = pharmacist
access-role-lab-technician = lab technician
access-role-receptionist = reception
access-role-admin = MediLink administrator
access-role-auditor = auditor
access-role-analyst = analyst
access-role-civil-authority = civil authority
access-line = {$who} opened {$part} on {$when}, {$purpose}.
access-line-refused = {$who} asked for {$part} on {$when}, {$purpose}, and was refused.
access-line-own = You opened {$part} on {$when}.
access-line-own-refused = You asked for {$part} on {$when} and were refused.
