//! Tells applicants by mail what became of their registration: rejected, or approved and open.
//!
//! A mark says that a mail has gone out. It is written after the mail: a cut in between sends it twice, never not at all.

use crate::{
    records::{Mailed, Registration, mailed_key},
    registration::Status,
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::message;
use medilink_operation::{Action, Grant, Spec};
use medilink_push::{Mail, MailError};
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
        ctx.platform.mailer.send(&mail, ctx.now).await.map_err(|error| match error {
            // A server's own words may repeat the address.
            MailError::Smtp(_) => Failure::fault("the mail server did not take the mail"),
            other => Failure::fault(other),
        })?;
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
    let language = registration.language;
    let text = |key: &str, arguments: &[(&str, &str)]| {
        message(language, key, arguments).ok_or_else(|| Failure::fault("a text is missing"))
    };
    let name = registration.first_name.as_str();
    let (subject, body, kind) = match decision {
        Decision::Approved => (
            text("mail-approved-subject", &[])?,
            text("mail-approved-body", &[("name", name)])?,
            "registration_approved",
        ),
        Decision::Rejected => {
            let reason = registration.reason.as_deref().unwrap_or_default();
            let body = text("mail-rejected-body", &[("name", name), ("reason", reason)])?;
            (text("mail-rejected-subject", &[])?, body, "registration_rejected")
        }
    };
    Ok(Mail { to: registration.email.as_str().to_owned(), subject, text: body, html: None, language, kind, id: None })
}
