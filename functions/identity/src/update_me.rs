//! Changes the caller's own profile. What is left out stays; `null` takes away what may be missing.

use crate::{
    facts::{Height, Remarks, Weight, check_birth},
    profile::{self, Profile},
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Address, BloodType, CalendarDate, Gender, Language, Phone, Text};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{Account, PatientFacts, account_key};
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// `PATCH /v1/me`.
pub struct UpdateMe;

/// The changes.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Body {
    first_name: Option<Text<1, 80>>,
    last_name: Option<Text<1, 80>>,
    phone: Option<Phone>,
    gender: Option<Gender>,
    date_of_birth: Option<CalendarDate>,
    language: Option<Language>,
    #[serde(deserialize_with = "given")]
    address: Option<Option<Address>>,
    #[serde(deserialize_with = "given")]
    blood_type: Option<Option<BloodType>>,
    #[serde(deserialize_with = "given")]
    height_cm: Option<Option<Height>>,
    #[serde(deserialize_with = "given")]
    weight_kg: Option<Option<Weight>>,
    allergies: Option<Remarks>,
    chronic_conditions: Option<Remarks>,
}

/// Tells `null` from nothing.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(d).map(Some)
}

/// How many changes from elsewhere may come first.
const TRIES: usize = 8;

impl Operation for UpdateMe {
    const SPEC: Spec = Spec::http("identity.update_me", Method::Patch, "/v1/me", "Changes the caller's own profile")
        .grants(&[
            Grant::platform("USER#", &[Action::GetItem, Action::UpdateItem]),
            Grant::platform("TENANT#", &[Action::GetItem]),
        ]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Profile;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Profile>, Failure> {
        let (mut stored, workplace) = profile::own(ctx).await?;
        if let Some(date) = input.body.date_of_birth {
            check_birth(date, ctx.now)?;
        }
        for _ in 0..TRIES {
            let changed = apply(&stored, &input.body)?;
            let update = difference(&stored, &changed);
            let transaction = Transaction::new().update(&ctx.store(), "account", &account_key(stored.user_id), update);
            let reply = Reply::ok(Profile::new(changed, workplace.clone()));
            match ctx.commit(transaction, reply).await {
                Err(Failure::Store(error)) if error.failed("account") => {
                    let found = error.found("account").cloned();
                    stored = found.map(medilink_store::read).transpose()?.ok_or_else(Refusal::not_found)?;
                }
                result => return result,
            }
        }
        Err(StoreError::Busy("the profile is changing elsewhere".into()).into())
    }
}

fn apply(stored: &Account, body: &Body) -> Result<Account, Refusal> {
    let mut account = stored.clone();
    set(&mut account.first_name, &body.first_name);
    set(&mut account.last_name, &body.last_name);
    set(&mut account.language, &body.language);
    set(&mut account.address, &body.address);
    account.phone = body.phone.clone().or(account.phone);
    account.gender = body.gender.or(account.gender);
    account.date_of_birth = body.date_of_birth.or(account.date_of_birth);
    match &mut account.patient {
        Some(patient) => {
            set(&mut patient.blood_type, &body.blood_type);
            set(&mut patient.height_cm, &body.height_cm.map(|height| height.map(|h| h.0)));
            set(&mut patient.weight_kg, &body.weight_kg.map(|weight| weight.map(|w| w.0)));
            set(&mut patient.allergies, &body.allergies.clone().map(|list| list.0));
            set(&mut patient.chronic_conditions, &body.chronic_conditions.clone().map(|list| list.0));
        }
        None => only_of_others(body)?,
    }
    Ok(account)
}

fn set<T: Clone>(to: &mut T, value: &Option<T>) {
    if let Some(value) = value {
        to.clone_from(value);
    }
}

/// Refuses a patient's facts from those who are none.
fn only_of_others(body: &Body) -> Result<(), Refusal> {
    let given = [
        ("/bloodType", body.blood_type.is_some()),
        ("/heightCm", body.height_cm.is_some()),
        ("/weightKg", body.weight_kg.is_some()),
        ("/allergies", body.allergies.is_some()),
        ("/chronicConditions", body.chronic_conditions.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((pointer, _)) => {
            Err(Refusal::field(codes::INVALID_INPUT, pointer, "patients_only", "Only patients have this."))
        }
        None => Ok(()),
    }
}

/// Writes what may have changed, where nothing has changed since it was read: the answer shows what is stored.
fn difference(old: &Account, new: &Account) -> Update {
    let mut condition = Condition::default()
        .equals("firstName", &old.first_name)
        .equals("lastName", &old.last_name)
        .equals("language", old.language);
    condition = same(condition, "phone", old.phone.as_ref());
    condition = same(condition, "gender", old.gender);
    condition = same(condition, "dateOfBirth", old.date_of_birth);
    condition = same(condition, "address", old.address.as_ref());
    condition = same::<&PatientFacts>(condition, "patient", old.patient.as_ref());
    Update::new()
        .set("firstName", &new.first_name)
        .set("lastName", &new.last_name)
        .set("language", new.language)
        .put("phone", new.phone.as_ref())
        .put("gender", new.gender)
        .put("dateOfBirth", new.date_of_birth)
        .put("address", new.address.as_ref())
        .put("patient", new.patient.as_ref())
        .when(condition)
}

fn same<T: serde::Serialize>(condition: Condition, attribute: &'static str, old: Option<T>) -> Condition {
    match old {
        Some(old) => condition.equals(attribute, old),
        None => condition.absent(attribute),
    }
}

#[cfg(test)]
mod tests;
