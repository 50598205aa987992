//! Prescriptions of the demo, in the state that the demo wants.

use super::{
    Actor,
    visits::{Fate, Prescription},
};
use crate::client::ClientError;
use http::Method;
use serde_json::{Value, json};

/// Issues a prescription after a visit, or gets its first answer again, and takes the steps that it lacks.
pub async fn bring_about(
    prescription: &Prescription,
    consultation: &str,
    number: usize,
    doctor: &Actor,
    pharmacist: &Actor,
) -> Result<(), ClientError> {
    let items: Vec<Value> = prescription
        .lines
        .iter()
        .map(|(name, dose, frequency, days, quantity)| {
            json!({"medication": {"name": name}, "dose": dose, "frequency": frequency, "durationDays": days, "quantity": quantity})
        })
        .collect();
    let order = json!({"consultationId": consultation, "items": items});
    let key = format!("demo-prescribe-{consultation}-{number}");
    let issued =
        doctor.client.call(Method::POST, "/v1/prescriptions", &order, Some(&key)).await?.expected(&[201])?.body;
    let path = format!("/v1/prescriptions/{}", issued["prescriptionId"].as_str().unwrap_or_default());
    let now = doctor.client.call(Method::GET, &path, &Value::Null, None).await?.expected(&[200])?.body;
    if !matches!(now["status"].as_str(), Some("active" | "claimed")) {
        return Ok(());
    }
    match prescription.fate {
        Fate::Active => {}
        Fate::Cancelled => {
            let reason = json!({"reason": "Bradycardie à l'ECG de contrôle"});
            doctor.client.call(Method::POST, &format!("{path}/cancel"), &reason, None).await?.expected(&[200])?;
        }
        Fate::Claimed | Fate::PartDispensed | Fate::Dispensed => {
            let code = json!({"payload": issued["qr"]["payload"]});
            let claim = pharmacist
                .client
                .call(Method::POST, "/v1/prescriptions/claim", &code, None)
                .await?
                .expected(&[200])?
                .body;
            let handed_out = handed_out(&issued, prescription.fate);
            if !handed_out.is_empty() {
                let dispensing = json!({"claimToken": claim["claimToken"], "items": handed_out});
                pharmacist
                    .client
                    .call(Method::POST, &format!("{path}/dispense"), &dispensing, None)
                    .await?
                    .expected(&[200])?;
            }
        }
    }
    Ok(())
}

fn handed_out(issued: &Value, fate: Fate) -> Vec<Value> {
    let lines = issued["items"].as_array().into_iter().flatten();
    match fate {
        Fate::PartDispensed => {
            let half = |line: &Value| line["quantity"].as_u64().unwrap_or_default().div_ceil(2);
            lines.take(1).map(|line| json!({"itemId": line["itemId"], "quantity": half(line)})).collect()
        }
        Fate::Dispensed => lines.map(|line| json!({"itemId": line["itemId"], "quantity": line["quantity"]})).collect(),
        Fate::Active | Fate::Claimed | Fate::Cancelled => Vec::new(),
    }
}
