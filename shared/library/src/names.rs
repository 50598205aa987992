//! Places and specialties by whatever somebody calls them: number or code, a name in either script, in any spelling.
//! Whoever asks needs the grant to get `CATALOGUE#` and the bucket. Nothing is known before the first import.

use crate::current;
use medilink_catalogue::{Commune, Kind, Specialty, Wilaya, wilaya_code};
use medilink_edge::{Failure, Platform};
use medilink_store::Session;

/// The wilaya that is called so.
///
/// # Errors
/// Where the store or the object store does not answer.
pub async fn wilaya(platform: &Platform, session: &Session, called: &str) -> Result<Option<Wilaya>, Failure> {
    let catalogue = &current(platform, session, Kind::Wilayas).await?.catalogue;
    let by_number = wilaya_code(called).and_then(|code| catalogue.get(&code));
    Ok(by_number.or_else(|| catalogue.named(called).first().map(|row| catalogue.entry(*row))))
}

/// The communes that are called so: some names there are in several wilayas.
///
/// # Errors
/// Where the store or the object store does not answer.
pub async fn communes(platform: &Platform, session: &Session, called: &str) -> Result<Vec<Commune>, Failure> {
    let catalogue = &current(platform, session, Kind::Communes).await?.catalogue;
    Ok(catalogue.named(called).into_iter().map(|row| catalogue.entry(row)).collect())
}

/// The specialty that is called so.
///
/// # Errors
/// Where the store or the object store does not answer.
pub async fn specialty(platform: &Platform, session: &Session, called: &str) -> Result<Option<Specialty>, Failure> {
    let catalogue = &current(platform, session, Kind::Specialties).await?.catalogue;
    Ok(catalogue.named(called).first().map(|row| catalogue.entry(*row)))
}
