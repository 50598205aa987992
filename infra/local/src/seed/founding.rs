//! How a practice, a pharmacy or a laboratory comes to be: registered, documented, approved, provisioned, open.

use super::{Actor, documents, people::Founder};
use crate::client::{Client, ClientError};
use data_encoding::HEXLOWER;
use http::Method;
use medilink_kernel::{Clock, SystemClock};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Provisioning takes milliseconds here; who waits as long waits for nothing.
const PATIENCE: usize = 200;
const PAUSE: Duration = Duration::from_millis(25);

/// Founds what `founder` stands for, or finds it, and signs its founder in.
pub async fn found(anyone: &Client, admin: &Client, founder: &Founder) -> Result<Actor, ClientError> {
    let person = &founder.person;
    let key = format!("demo-register-{}", person.email);
    let registered = anyone.call(Method::POST, "/v1/registrations", &founder.form(), Some(&key)).await?;
    // Taken: by this very registration, more than a day ago. What its account says below decides.
    if registered.status != 409 {
        let registration = registered.expected(&[201])?.body;
        let path = format!("/v1/registrations/{}", text(&registration["registrationId"]));
        let applicant = anyone.with_header("upload-token", text(&registration["uploadToken"]));
        submit(&applicant, &path, founder, &registration["required"]).await?;
        let path = format!("/v1/admin{}/approve", path.trim_start_matches("/v1"));
        let approved =
            admin.call(Method::POST, &path, &json!({"isolation": founder.isolation}), None).await?.expected(&[202])?;
        active(admin, text(&approved.body["tenantId"])).await?;
    }
    let (client, user) = anyone.signed_in(person.email, person.password).await?;
    if founder.kind == "doctor" {
        client.call(Method::PUT, "/v1/schedule/working-hours", &hours(), None).await?.expected(&[200])?;
    }
    Ok(Actor { client, user })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Hands in what is required; nothing where that was done before.
async fn submit(applicant: &Client, path: &str, founder: &Founder, required: &Value) -> Result<(), ClientError> {
    for kind in required.as_array().into_iter().flatten().map(text) {
        let (media, bytes) = match kind {
            "photo" => ("image/png", documents::png(founder.license.bytes().fold(0, u8::wrapping_add))),
            other => ("application/pdf", documents::pdf(&format!("{other} {}", founder.license))),
        };
        let promise = json!({"kind": kind, "contentType": media, "size": bytes.len(), "sha256": HEXLOWER.encode(&Sha256::digest(&bytes))});
        let upload = applicant.call(Method::POST, &format!("{path}/uploads"), &promise, None).await?;
        if upload.code() == "invalid_state" {
            return Ok(());
        }
        applicant.send_presigned(&upload.expected(&[201])?.body, bytes.into()).await?.expected(&[200])?;
    }
    applicant.call(Method::POST, &format!("{path}/submit"), &Value::Null, None).await?.expected(&[200])?;
    Ok(())
}

async fn active(admin: &Client, tenant: &str) -> Result<(), ClientError> {
    let path = format!("/v1/admin/tenants/{tenant}");
    let mut answer = admin.call(Method::GET, &path, &Value::Null, None).await?.expected(&[200])?;
    for _ in 0..PATIENCE {
        match text(&answer.body["status"]) {
            "active" => return Ok(()),
            "provisioning" => SystemClock.sleep(PAUSE).await,
            _ => break,
        }
        answer = admin.call(Method::GET, &path, &Value::Null, None).await?.expected(&[200])?;
    }
    Err(ClientError::Unexpected(Box::new(answer)))
}

/// The week of both doctors: Friday is free, Saturday is half.
fn hours() -> Value {
    let windows = |day: &str| {
        [("09:00", "12:30"), ("14:00", "17:00")].map(|(from, to)| json!({"day": day, "from": from, "to": to}))
    };
    let mut weekly: Vec<Value> =
        ["sunday", "monday", "tuesday", "wednesday", "thursday"].into_iter().flat_map(windows).collect();
    weekly.push(json!({"day": "saturday", "from": "09:00", "to": "13:00"}));
    json!({"timeZone": "Africa/Algiers", "slotMinutes": 30, "weekly": weekly})
}
