/// The kinds of refusal. A kind has one HTTP status; a [`Code`] has one kind. This is the only such mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request cannot be read: 400.
    Malformed,
    /// Nobody is signed in, or the proof is not valid: 401.
    Unauthenticated,
    /// Signed in, but not allowed: 403.
    Forbidden,
    /// Does not exist, or belongs to somebody else, which is the same: 404.
    NotFound,
    /// The address does not take this method: 405.
    Method,
    /// The present state does not allow it: 409.
    Conflict,
    /// Too many bytes: 413.
    TooLarge,
    /// Not JSON by its declared type: 415.
    MediaType,
    /// Readable, but not acceptable: 422.
    Unprocessable,
    /// Too often: 429.
    TooMany,
    /// A fault of the platform: 500.
    Internal,
    /// Cannot be served now; the same call may succeed in a moment: 503.
    Unavailable,
}

impl Kind {
    /// The HTTP status (RFC 9110).
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Method => 405,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::MediaType => 415,
            Self::Unprocessable => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }
}

/// A stable name for a refusal, as clients see it in `code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// snake_case; never changes once published.
    pub name: &'static str,
    /// What kind of refusal it is.
    pub kind: Kind,
}

impl Code {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        self.kind.status()
    }
}

/// Every code of the platform. The build has a title for each in three languages; a test compares.
pub mod codes {
    use super::{Code, Kind::*};

    macro_rules! codes {
        ($($(#[$doc:meta])* $const:ident = $name:literal, $kind:ident;)*) => {
            $($(#[$doc])* pub const $const: Code = Code { name: $name, kind: $kind };)*
            /// All of them.
            pub const ALL: &[Code] = &[$($const),*];
        };
    }

    codes! {
        /// The URL, its query or a header cannot be read.
        BAD_REQUEST = "bad_request", Malformed;
        /// The body is not JSON.
        INVALID_JSON = "invalid_json", Malformed;
        /// The body or query has a value that is not acceptable, with pointers.
        INVALID_INPUT = "invalid_input", Malformed;
        /// Over 1 MiB.
        BODY_TOO_LARGE = "body_too_large", TooLarge;
        /// A frame of over 32 KB.
        FRAME_TOO_LARGE = "frame_too_large", TooLarge;
        /// A frame whose `action` is none of ours.
        UNKNOWN_ACTION = "unknown_action", Malformed;
        /// Nothing on record lets the caller write to this person.
        NOT_ALLOWED = "not_allowed", Forbidden;
        /// A body of another declared type.
        UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", MediaType;
        /// Not 1 to 255 visible characters.
        INVALID_IDEMPOTENCY_KEY = "invalid_idempotency_key", Malformed;
        /// The key was used with another body.
        IDEMPOTENCY_MISMATCH = "idempotency_mismatch", Unprocessable;
        /// The twin of this request still runs.
        REQUEST_IN_PROGRESS = "request_in_progress", Conflict;
        /// Not a cursor of this list, query and caller.
        INVALID_CURSOR = "invalid_cursor", Malformed;
        /// No token, or no valid one.
        UNAUTHENTICATED = "unauthenticated", Unauthenticated;
        /// The role does not reach this.
        FORBIDDEN = "forbidden", Forbidden;
        /// The caller's practice is not approved yet, or suspended.
        TENANT_NOT_ACTIVE = "tenant_not_active", Forbidden;
        /// Does not exist for this caller.
        NOT_FOUND = "not_found", NotFound;
        /// Known address, other methods.
        METHOD_NOT_ALLOWED = "method_not_allowed", Method;
        /// Our fault.
        INTERNAL_ERROR = "internal_error", Internal;
        /// Busy or throttled; safe to repeat.
        UNAVAILABLE = "unavailable", Unavailable;
        /// Over the rate for this address.
        TOO_MANY_REQUESTS = "too_many_requests", TooMany;
        /// Sign-in is locked for a while.
        TOO_MANY_ATTEMPTS = "too_many_attempts", TooMany;
        /// E-mail address or password wrong.
        INVALID_CREDENTIALS = "invalid_credentials", Unauthenticated;
        /// A refresh, MFA, upload or reset token that is not valid (any more).
        INVALID_TOKEN = "invalid_token", Unauthenticated;
        /// An old refresh token came again: the session has ended.
        TOKEN_REUSED = "token_reused", Unauthenticated;
        /// A one-time code that is wrong or was used.
        INVALID_MFA_CODE = "invalid_mfa_code", Unauthenticated;
        /// A second factor is on already.
        MFA_ALREADY_ENABLED = "mfa_already_enabled", Conflict;
        /// No second factor is on, or none was begun.
        MFA_NOT_ENABLED = "mfa_not_enabled", Conflict;
        /// The password is too easy.
        WEAK_PASSWORD = "weak_password", Unprocessable;
        /// The address belongs to an account.
        EMAIL_TAKEN = "email_taken", Conflict;
        /// The state machine refuses; `state` names the state.
        INVALID_STATE = "invalid_state", Conflict;
        /// Documents that have to be there are not; `errors` names them.
        DOCUMENTS_MISSING = "documents_missing", Unprocessable;
        /// Documents are not what they were declared to be; `errors` names them.
        DOCUMENTS_INVALID = "documents_invalid", Unprocessable;
        /// The bytes of an image have not arrived.
        IMAGE_MISSING = "image_missing", Unprocessable;
        /// The bytes of an image are not what they were declared to be, or are no image to show; `reason` tells why.
        IMAGE_INVALID = "image_invalid", Unprocessable;
        /// The bytes of a file have not arrived.
        FILE_MISSING = "file_missing", Unprocessable;
        /// The bytes of a file are not what they were declared to be; `reason` tells why.
        FILE_INVALID = "file_invalid", Unprocessable;
        /// Somebody else has the time; `alternatives` offers others.
        SLOT_TAKEN = "slot_taken", Conflict;
        /// The patient has another appointment then.
        PATIENT_BUSY = "patient_busy", Conflict;
        /// Not on the doctor's grid, or past.
        INVALID_SLOT = "invalid_slot", Unprocessable;
        /// The prescription's code is altered or foreign.
        INVALID_CODE = "invalid_code", Unprocessable;
        /// Something speaks against what is prescribed; `warnings` lists what the doctor has to answer.
        WARNINGS_UNANSWERED = "warnings_unanswered", Conflict;
        /// Something speaks against it that the practice does not allow; `warnings` lists it.
        WARNINGS_REFUSED = "warnings_refused", Unprocessable;
        /// Another pharmacy holds the claim.
        HELD_BY_OTHER = "held_by_other", Conflict;
        /// Nothing to dispense; `state` names the state.
        NOT_DISPENSABLE = "not_dispensable", Conflict;
        /// Its time has not come.
        NOT_YET_VALID = "not_yet_valid", Conflict;
        /// Its time has passed.
        EXPIRED = "expired", Conflict;
        /// More than remains.
        OVER_QUANTITY = "over_quantity", Conflict;
        /// The claim token is not, or no longer, the one that holds the prescription.
        NOT_HOLDER = "not_holder", Conflict;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_kernel::{Language, title};

    #[test]
    fn every_code_has_a_title_in_every_language_and_stands_once() {
        for (i, code) in codes::ALL.iter().enumerate() {
            for language in Language::ALL {
                assert_ne!(title(language, code.name), code.name, "{language:?}");
            }
            assert!(codes::ALL[..i].iter().all(|other| other.name != code.name), "{}", code.name);
        }
    }
}
