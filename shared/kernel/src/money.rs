use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Currency {
    /// Algerian dinar; the minor unit is the centime, a hundredth.
    DZD,
    /// Euro; the minor unit is the cent.
    EUR,
    /// United States dollar; the minor unit is the cent.
    USD,
}

/// An amount of money in minor units: `{"amount": 250000, "currency": "DZD"}` is 2,500 dinars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units, never negative, at most a thousand million.
    #[serde(deserialize_with = "amount")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub amount: i64,
    /// The currency.
    pub currency: Currency,
}

fn amount<'de, D: serde::Deserializer<'de>>(d: D) -> Result<i64, D::Error> {
    let amount = i64::deserialize(d)?;
    if (0..=1_000_000_000).contains(&amount) {
        Ok(amount)
    } else {
        Err(serde::de::Error::custom("out_of_range: between 0 and 1000000000 minor units"))
    }
}
