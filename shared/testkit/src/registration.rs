use crate::{Actor, Answer, Api, PASSWORD};
use data_encoding::HEXLOWER;
use medilink_kernel::{Clock, SystemClock};
use medilink_local::seed::documents;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// A registration under way.
pub struct Registration<'a> {
    api: &'a Api,
    /// Its id.
    pub id: String,
    /// The applicant: carries the upload token, has no other right.
    pub applicant: Actor,
    /// Address of the account.
    pub email: String,
    /// What the first call answered.
    pub begun: Answer,
}

impl<'a> Registration<'a> {
    /// The form of a registration of this kind, with an address that nobody has had.
    pub fn form(api: &Api, kind: &str, last_name: &str) -> Value {
        let number = api.number();
        let mut form = json!({
            "kind": kind, "firstName": "Samir", "lastName": last_name, "email": format!("{kind}-{number}@testkit.example"),
            "password": PASSWORD, "phone": format!("+21355{number:07}"), "gender": "male", "dateOfBirth": "1976-04-12",
            "address": {"wilaya": "Alger", "commune": "Hydra", "street": "12 rue des Pins"},
            "licenseNumber": format!("DZ-{number:06}"),
        });
        match kind {
            "doctor" => {
                form["specialty"] = json!("cardiology");
                form["yearsOfExperience"] = json!(12);
                form["languages"] = json!(["ar", "fr"]);
                form["consultationFee"] = json!({"amount": 250_000, "currency": "DZD"});
            }
            "pharmacist" => form["pharmacyName"] = json!("Pharmacie El Amel"),
            _ => form["laboratoryName"] = json!("Mokhbar Nour"),
        }
        form
    }

    /// Registers.
    pub async fn begin(api: &'a Api, kind: &str, last_name: &str) -> Self {
        Self::hand_in_form(api, Self::form(api, kind, last_name)).await
    }

    /// Registers with this form.
    pub async fn hand_in_form(api: &'a Api, form: Value) -> Self {
        let email = form["email"].as_str().unwrap_or_default().to_owned();
        let begun = api.stranger().post("/v1/registrations", form).await.expect(201);
        let mut applicant = api.stranger();
        applicant.client = applicant.client.with_header("upload-token", &begun.text("uploadToken"));
        Self { api, id: begun.text("registrationId"), applicant, email, begun }
    }

    /// Promises a document; gives the request that sends it.
    pub async fn promise(&self, kind: &str, media: &str, bytes: &[u8]) -> Answer {
        let promise = json!({"kind": kind, "contentType": media, "size": bytes.len(), "sha256": HEXLOWER.encode(&Sha256::digest(bytes))});
        self.applicant.post(&format!("/v1/registrations/{}/uploads", self.id), promise).await
    }

    /// Sends bytes as a promise's answer says.
    pub async fn send(&self, presigned: &Value, bytes: Vec<u8>) -> Answer {
        Answer(self.applicant.client.send_presigned(presigned, bytes.into()).await.expect("an answer"))
    }

    /// Hands in one good document.
    pub async fn hand_in(&self, kind: &str) {
        let (media, bytes) =
            if kind == "photo" { ("image/png", documents::png(90)) } else { ("application/pdf", documents::pdf(kind)) };
        let promised = self.promise(kind, media, &bytes).await.expect(201);
        self.send(&promised.body, bytes).await.expect(200);
    }

    /// Hands in every document.
    pub async fn hand_in_all(&self) {
        tokio::join!(self.hand_in("medical_license"), self.hand_in("national_id"), self.hand_in("photo"));
    }

    /// Submits.
    pub async fn submit(&self) -> Answer {
        self.applicant.post(&format!("/v1/registrations/{}/submit", self.id), json!({})).await
    }

    /// An admin approves.
    pub async fn approve(&self, isolation: &str) -> Answer {
        let path = format!("/v1/admin/registrations/{}/approve", self.id);
        self.api.admin().await.post(&path, json!({"isolation": isolation})).await
    }

    /// Waits until provisioning has come to its end.
    pub async fn provisioned(&self, tenant: &str) -> Answer {
        let admin = self.api.admin().await;
        for _ in 0..500 {
            let answer = admin.get(&format!("/v1/admin/tenants/{tenant}")).await.expect(200);
            if answer["status"] != "provisioning" {
                return answer;
            }
            SystemClock.sleep(Duration::from_millis(20)).await;
        }
        panic!("{tenant} is provisioning for ever");
    }

    /// The whole way; gives the founder, signed in.
    pub async fn found(self, isolation: &str) -> Actor {
        self.hand_in_all().await;
        self.submit().await.expect(200);
        let approved = self.approve(isolation).await.expect(202);
        let tenant = self.provisioned(&approved.text("tenantId")).await;
        assert_eq!(tenant["status"], "active", "{tenant}");
        Actor::signed_in(&self.api.anyone, &self.email, PASSWORD).await
    }
}
