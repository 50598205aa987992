//! A new account of somebody who works for a practice, pharmacy or laboratory.

use medilink_auth::password_policy::{self, Weak};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Email, Opaque};
use medilink_operation::{Refusal, codes};
use medilink_records::{Account, Credentials, account_key, credentials_key};
use medilink_store::{Condition, Transaction};
use unicode_normalization::UnicodeNormalization;

/// The tag of the write that takes an address.
const ADDRESS: &str = "address";

/// The hash of a new password: the same one from every keyboard (NFC), and not too easy.
pub(crate) async fn hash(ctx: &Ctx, password: &Opaque<512>, email: &Email) -> Result<String, Failure> {
    let password: String = password.as_str().nfc().collect();
    password_policy::check(&password, email.as_str()).map_err(|weak| {
        let (code, detail) = match weak {
            Weak::TooShort => ("too_short", "At least 8 characters are expected."),
            Weak::TooLong => ("too_long", "At most 128 characters are expected."),
            Weak::Invisible => ("invalid_characters", "Control and direction characters are not accepted."),
            Weak::TooCommon => ("too_common", "Too many people use this password."),
            Weak::IsEmail => ("is_email", "The e-mail address is no password."),
        };
        Refusal::field(codes::WEAK_PASSWORD, "/password", code, detail)
    })?;
    ctx.platform.passwords.hash(&password, ctx.entropy().bytes()).await.map_err(Failure::fault)
}

/// Opens the account in this transaction.
pub(crate) fn open(transaction: Transaction, ctx: &Ctx, account: &Account, credentials: &Credentials) -> Transaction {
    let store = ctx.store();
    transaction.put(&store, ADDRESS, &credentials_key(&account.email), credentials, Condition::new_item()).put(
        &store,
        "account",
        &account_key(account.user_id),
        account,
        Condition::new_item(),
    )
}

/// What the client is told where the address has an account already.
pub(crate) fn taken(failure: Failure) -> Failure {
    if failure.failed(ADDRESS) {
        Refusal::field(codes::EMAIL_TAKEN, "/email", "taken", "The address belongs to an account.").into()
    } else {
        failure
    }
}
