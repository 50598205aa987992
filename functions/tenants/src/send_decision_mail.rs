//! Tells applicants by mail what became of their registration: rejected, or approved and open.
//!
//! A mark says that a mail has gone out. It is written after the mail: a cut in between sends it twice, never not at all.

use crate::{
    records::{Mailed, Registration, mailed_key},
    registration::Status,
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_push::{Letter, Mail, Words};
use medilink_store::Condition;
use serde_json::Value;

/// How long the mark stays: longer than any stream repeats its records.
const MARKED_SECONDS: i64 = 30 * 24 * 3600;

/// Mails decisions.
pub struct SendDecisionMail;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Approved,
    Rejected,
}

impl StreamOperation for SendDecisionMail {
    const SPEC: Spec = Spec::stream("tenants.send_decision_mail", "REG#", "Mails what became of a registration")
        .grants(&[Grant::platform("REGMAIL#", &[Action::GetItem, Action::PutItem])]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (Some(new), old) = (read(record.new)?, read(record.old)?) else { return Ok(()) };
        let Some(decision) = decided(&new).filter(|_| old.as_ref().and_then(decided).is_none()) else { return Ok(()) };
        let mark = mailed_key(new.registration_id, new.status.as_str());
        if ctx.store().get::<Mailed>(&mark).await?.is_some() {
            return Ok(());
        }
        let mail = compose(&new, decision)?;
        ctx.platform.mailer.send(&mail, ctx.now).await.map_err(Failure::fault)?;
        let mailed = Mailed { ttl: ctx.now.as_second() + MARKED_SECONDS };
        Ok(ctx.store().put("mark", &mark, &mailed, Condition::default()).await?)
    }
}

fn read(image: Option<Value>) -> Result<Option<Registration>, Failure> {
    image.map(serde_json::from_value).transpose().map_err(Failure::fault)
}

/// What there is to tell: an approval is told once the tenant is open.
fn decided(registration: &Registration) -> Option<Decision> {
    match (registration.status, registration.opened_at) {
        (Status::Approved, Some(_)) => Some(Decision::Approved),
        (Status::Rejected, _) => Some(Decision::Rejected),
        _ => None,
    }
}

fn compose(registration: &Registration, decision: Decision) -> Result<Mail, Failure> {
    let reason = [("reason", registration.reason.as_deref().unwrap_or_default())];
    let (title, says, kind): (_, Words<'_>, _) = match decision {
        Decision::Approved => ("mail-approved-subject", ("mail-approved-body", &[]), "registration_approved"),
        Decision::Rejected => ("mail-rejected-subject", ("mail-rejected-body", &reason), "registration_rejected"),
    };
    let letter = Letter::new(registration.language, &registration.first_name, (title, &[]), &[says]);
    let id = format!("registration:{}:{}", registration.registration_id, registration.status.as_str());
    Ok(letter.map_err(Failure::fault)?.mail(registration.email.as_str(), kind, Some(id)))
}
