//! The limits of signing in: by account and address together, by account over all addresses, by address.
//!
//! The one over all addresses could be used to lock somebody out, so it does not hold for an address from which that
//! account was signed in to lately.

use crate::{
    attempts::{Attempt, Limit, too_many},
    guesses::{Guess, Guesses},
    records::{FamiliarRecord, familiar_key},
};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::Email;
use medilink_store::{Condition, Transaction};

const PAIR: Guesses = Guesses { failures: Limit { most: 10, seconds: 5 * 60 }, at_once: 24 };
const ACCOUNT: Guesses = Guesses { failures: Limit { most: 50, seconds: 15 * 60 }, at_once: 100 };
const ADDRESS: Guesses = Guesses { failures: Limit { most: 100, seconds: 5 * 60 }, at_once: 200 };
const RESETS: Limit = Limit { most: 5, seconds: 60 * 60 };

/// How long an address stays familiar after a sign-in.
const FAMILIAR_SECONDS: i64 = 30 * 24 * 3600;
/// A familiar address is written down again when so much of that has passed, not at each sign-in.
const REFRESH_SECONDS: i64 = 24 * 3600;

/// A guess at a password, open under every limit.
pub(crate) struct SignInAttempt {
    partition: String,
    pair: Guess,
    account: Guess,
    address: Option<Guess>,
    familiar: Option<FamiliarRecord>,
}

impl SignInAttempt {
    /// Opens a guess; the same calls for accounts that exist and those that do not.
    pub(crate) async fn open(ctx: &Ctx, email: &Email) -> Result<Self, Failure> {
        let account = account_partition(ctx, email);
        let partition = format!("{account}#{}", hashed(ctx, &ctx.address));
        let familiar = async { Ok(ctx.store().get::<FamiliarRecord>(&familiar_key(&partition)).await?) };
        let address = async {
            match address_partition(ctx) {
                Some(partition) => ADDRESS.open(ctx, &partition).await.map(Some),
                None => Ok(None),
            }
        };
        let (pair, account, address, familiar) =
            futures::try_join!(PAIR.open(ctx, &partition), ACCOUNT.open(ctx, &account), address, familiar)?;
        Ok(Self { partition, pair, account, address, familiar })
    }

    /// Refuses one that was one too many; it is not counted then.
    pub(crate) async fn admit(&self, ctx: &Ctx) -> Result<(), Failure> {
        let account = (!is_familiar(self.familiar.as_ref(), ctx.now)).then_some(&self.account);
        let heeded = [Some(&self.pair), account, self.address.as_ref()];
        let Some(wait) = heeded.into_iter().flatten().filter_map(Guess::refused).max() else { return Ok(()) };
        self.close(ctx).await?;
        Err(too_many(wait).into())
    }

    /// Takes back one that was not judged.
    pub(crate) async fn close(&self, ctx: &Ctx) -> Result<(), Failure> {
        let address = maybe(self.address.as_ref().map(|address| address.close(ctx)));
        futures::try_join!(self.pair.close(ctx), self.account.close(ctx), address).map(|_| ())
    }

    /// Takes back one whose password was right; from this address the account has a clean slate.
    pub(crate) async fn succeed(&self, ctx: &Ctx) -> Result<(), Failure> {
        let address = maybe(self.address.as_ref().map(|address| address.close(ctx)));
        futures::try_join!(self.pair.forgive(ctx), self.account.close(ctx), address).map(|_| ())
    }

    /// Counts one whose password was wrong.
    pub(crate) async fn fail(&self, ctx: &Ctx) -> Result<(), Failure> {
        let address = maybe(self.address.as_ref().map(|address| address.fail(ctx)));
        futures::try_join!(self.pair.fail(ctx), self.account.fail(ctx), address).map(|_| ())
    }

    /// Adds to the opening of a session that its address is familiar now, where that is not written yet.
    pub(crate) fn remember(&self, ctx: &Ctx, transaction: Transaction) -> Transaction {
        let now = ctx.now.as_second();
        if self.familiar.as_ref().is_some_and(|f| f.ttl > now + FAMILIAR_SECONDS - REFRESH_SECONDS) {
            return transaction;
        }
        let record = FamiliarRecord { ttl: now + FAMILIAR_SECONDS };
        transaction.put(&ctx.store(), "familiar", &familiar_key(&self.partition), &record, Condition::default())
    }
}

/// Whether a mail for a new password may go out: few to one person, and not for ever from one address.
pub(crate) async fn admits_reset(ctx: &Ctx, email: &Email) -> Result<bool, Failure> {
    let partition = format!("{}#reset", account_partition(ctx, email));
    let (person, address) = futures::try_join!(RESETS.reserve(ctx, &partition), reserve_address(ctx))?;
    Ok([Some(person), address].iter().flatten().all(|attempt| attempt.wait(ctx.now).is_none()))
}

async fn reserve_address(ctx: &Ctx) -> Result<Option<Attempt>, Failure> {
    match address_partition(ctx) {
        Some(partition) => ADDRESS.failures.reserve(ctx, &partition).await.map(Some),
        None => Ok(None),
    }
}

async fn maybe(step: Option<impl Future<Output = Result<(), Failure>>>) -> Result<(), Failure> {
    match step {
        Some(step) => step.await,
        None => Ok(()),
    }
}

/// Where guesses and wishes from the caller's address are counted, if they are.
fn address_partition(ctx: &Ctx) -> Option<String> {
    ctx.platform.settings.rate_limit.then(|| format!("LOGINIP#{}", hashed(ctx, &ctx.address)))
}

fn is_familiar(record: Option<&FamiliarRecord>, now: Timestamp) -> bool {
    record.is_some_and(|familiar| familiar.ttl > now.as_second())
}

fn account_partition(ctx: &Ctx, email: &Email) -> String {
    format!("LOGIN#{}", hashed(ctx, email.as_str()))
}

/// Keyed, for addresses are few enough to be tried one by one.
fn hashed(ctx: &Ctx, value: &str) -> String {
    BASE64URL_NOPAD.encode(&ctx.platform.secret.mac("attempts", &[value.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_forgotten_in_time_whatever_the_store_keeps() {
        let now = Timestamp::from_second(1_000).unwrap();
        assert!(is_familiar(Some(&FamiliarRecord { ttl: 1_001 }), now));
        assert!(!is_familiar(Some(&FamiliarRecord { ttl: 1_000 }), now));
        assert!(!is_familiar(None, now));
    }
}
