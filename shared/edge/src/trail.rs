//! Who opened what: every call of an audited operation leaves one entry, whatever becomes of it.
//!
//! A call that changes something writes its entry with the change: [`Ctx::act`] goes into the item that the act writes,
//! and [`Ctx::commit`] takes no change of an audited operation without it. Whatever ends otherwise (what only reads, is
//! refused, or was answered before) has its entry written here before it is answered, and is not answered without.

use crate::{Ctx, Failure, Request, Response};
use medilink_kernel::{AccessId, Role, TenantId, UserId};
use medilink_operation::Purpose;
use medilink_records::{AccessEntry, Act, Acted, access_key};
use medilink_store::Condition;
use serde::Serialize;
use serde_json::Value;
use std::fmt::Display;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The tag of an entry's write.
const ENTRY: &str = "access";
/// The longest trace id and address that an entry keeps.
const LONGEST: usize = 64;

/// What a call has told of itself so far.
#[derive(Default)]
pub(crate) struct Trail(Mutex<Told>);

#[derive(Default)]
struct Told {
    patients: Vec<UserId>,
    owner: Option<TenantId>,
    record: Option<String>,
    because: Option<Purpose>,
    /// The act lies in what is to be written next.
    attached: bool,
    /// It was written.
    written: bool,
}

impl Ctx {
    /// Tells whose record the call touches; several, one after the other, where it is a list.
    pub fn on_record_of(&self, patient: UserId) {
        let mut told = self.told();
        if !told.patients.contains(&patient) {
            told.patients.push(patient);
        }
    }

    /// Tells which practice keeps the record.
    pub fn kept_by(&self, owner: TenantId) {
        self.told().owner = Some(owner);
    }

    /// Tells which record it is, where the path does not say.
    pub fn on_record(&self, id: impl Display) {
        self.told().record = Some(id.to_string());
    }

    /// Tells why the call touches the record, where it is for another reason than its declaration says.
    pub fn because(&self, purpose: Purpose) {
        self.told().because = Some(purpose);
    }

    /// The entry of this call, for the item that the call changes. Whoever asks for it writes it.
    pub fn act(&self) -> Result<Act, Failure> {
        let caller = self.caller()?;
        let purpose = self.purpose().ok_or_else(|| Failure::fault("an act of what is not audited"))?;
        self.told().attached = true;
        Ok(Act {
            id: AccessId::new(self.now, self.entropy()),
            user: caller.user,
            role: caller.role,
            tenant: caller.tenant,
            operation: self.spec.id.to_owned(),
            purpose,
            trace: short(&self.trace_id),
            address: short(&self.address),
        })
    }

    /// A record with the act that writes it.
    pub fn acted<'a, T: Serialize>(&self, record: &'a T) -> Result<Acted<'a, T>, Failure> {
        Ok(Acted::new(record, self.act()?))
    }

    /// Refuses to write a change of an audited operation that does not carry its entry.
    pub(crate) fn carries_its_act(&self) -> Result<(), Failure> {
        let attached = std::mem::take(&mut self.told().attached);
        if self.spec.audited.is_some() && !attached {
            return Err(Failure::fault("a change without its entry in the audit trail"));
        }
        Ok(())
    }

    /// Notes that a change was written, and its entry with it.
    pub(crate) fn act_is_written(&self) {
        self.told().written = true;
    }

    fn purpose(&self) -> Option<Purpose> {
        let own = self.caller.as_ref().is_some_and(|caller| caller.role == Role::Patient);
        let told = self.told().because;
        self.spec.audited.map(|audited| if own { Purpose::Own } else { told.unwrap_or(audited.purpose) })
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.trail.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes the entry of a call that is about to be answered, where nothing has written it yet.
pub(crate) async fn close(ctx: &Ctx, request: &Request, result: &Result<Response, Failure>) -> Result<(), Failure> {
    let (Some(audited), Some(purpose), Some(caller)) = (ctx.spec.audited, ctx.purpose(), &ctx.caller) else {
        return Ok(());
    };
    let refused = refusal(result);
    let (mut patients, owner, record) = {
        let mut told = ctx.told();
        if told.written && refused.is_none() {
            return Ok(());
        }
        (std::mem::take(&mut told.patients), told.owner, told.record.take())
    };
    if patients.is_empty() && purpose == Purpose::Own && refused.is_none() {
        patients.push(caller.user);
    }
    let entry = AccessEntry {
        id: AccessId::new(ctx.now, ctx.entropy()),
        user: caller.user,
        role: caller.role,
        tenant: caller.tenant,
        owner,
        patients,
        operation: ctx.spec.id.to_owned(),
        part: audited.part,
        purpose,
        record: record.or_else(|| asked(request)),
        refused,
        trace: short(&ctx.trace_id),
        address: short(&ctx.address),
    };
    let key = access_key(caller.user, entry.id);
    match ctx.store().put(ENTRY, &key, &entry, Condition::new_item()).await {
        // It was written, its answer was lost, and it has its place in its chain by now: nobody else has the id.
        Err(error) if error.failed(ENTRY) => Ok(()),
        result => Ok(result?),
    }
}

/// The code of a refusal; none where the call was granted.
fn refusal(result: &Result<Response, Failure>) -> Option<String> {
    match result {
        Err(failure) => Some(failure.cause().to_owned()),
        Ok(response) if response.status < 400 => None,
        Ok(response) => {
            let problem: Value = serde_json::from_slice(&response.body).unwrap_or_default();
            Some(problem["code"].as_str().unwrap_or_default().to_owned())
        }
    }
}

/// The id that the path asks for, where it is one: what somebody made up is not kept.
fn asked(request: &Request) -> Option<String> {
    request.path.iter().map(|(_, value)| value).find(|value| is_id(value)).cloned()
}

fn is_id(text: &str) -> bool {
    let of = |text: &str, allowed: fn(&u8) -> bool| text.bytes().all(|byte| allowed(&byte));
    text.split_once('_').is_some_and(|(prefix, bare)| {
        (2..=4).contains(&prefix.len())
            && of(prefix, u8::is_ascii_lowercase)
            && bare.len() == 26
            && of(bare, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}

fn short(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_of_our_making_are_kept_of_a_path() {
        let bare = "01JZ0000000000000000000000";
        assert!(is_id(&format!("apt_{bare}")) && is_id(&format!("rx_{bare}")));
        for other in ["", "apt_", bare, "Amina_Benali", &format!("apt_{bare}0"), &format!("APT_{bare}"), "apt_é"] {
            assert!(!is_id(other), "{other}");
        }
    }

    #[test]
    fn a_refusal_is_known_by_its_code_also_where_it_is_kept_or_repeated() {
        let response =
            |status, body: &str| Ok(Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() });
        assert_eq!(refusal(&response(200, "{}")), None);
        assert_eq!(refusal(&response(404, r#"{"code":"not_found"}"#)).as_deref(), Some("not_found"));
        let failure = Err(Failure::Store(medilink_store::StoreError::TenantNotActive));
        assert_eq!(refusal(&failure).as_deref(), Some("tenant_not_active"));
    }
}
