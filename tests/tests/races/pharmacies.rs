//! Pharmacists of several pharmacies who are after one prescription.

use crate::{call::Call, dice::Dice, journal::Journal};
use futures::future::{join, join_all};
use medilink_testkit::{Actor, Answer, Api, book, confirm, examine};
use serde_json::{Value, json};

/// A prescription and whoever wants to dispense it.
pub struct Pharmacies {
    pub prescription: Answer,
    pub doctor: Actor,
    patient: Actor,
    pharmacists: Vec<Actor>,
}

impl Pharmacies {
    /// A prescription of two lines, and so many pharmacies.
    pub async fn open(api: &Api, isolation: &str, pharmacies: usize, quantities: [u32; 2]) -> Self {
        let people = join(api.doctor_in("Mokrani", isolation), api.patient("Lina"));
        let ((doctor, patient), pharmacists) = join(people, join_all((0..pharmacies).map(|_| api.pharmacist()))).await;
        let prescription = prescribe(&doctor, &patient, quantities).await;
        Self { prescription, doctor, patient, pharmacists }
    }

    /// The same people with another prescription.
    pub async fn again(self, quantities: [u32; 2]) -> Self {
        Self { prescription: prescribe(&self.doctor, &self.patient, quantities).await, ..self }
    }

    /// Somebody claims, hands out a little, perhaps twice with one key, and perhaps gives back; false where the platform
    /// was cut.
    pub async fn turn(&self, journal: &Journal, dice: &Dice) -> bool {
        let pharmacist = dice.one_of(&self.pharmacists);
        let Some(claim) = journal.make(self.claim(pharmacist)).await else { return false };
        if claim.status != 200 {
            return true;
        }
        let line = dice.roll(2);
        let dispense = self.dispense(pharmacist, &claim, line, 1 + dice.roll(3));
        let twin = dispense.clone();
        let twin = async { if dice.roll(3) == 0 { twin.once().await } else { None } };
        let (Some(dispensed), again) = join(journal.make(dispense), twin).await else { return false };
        if let Some(again) = again.filter(|again| again.status != 503) {
            assert_eq!(again.bytes, dispensed.bytes, "{again}\n  but its twin: {dispensed}");
        }
        if dice.roll(4) == 0 { journal.make(self.release(pharmacist, &claim)).await.is_some() } else { true }
    }

    /// The pharmacy that holds it, or any, hands out what is left, and not one unit more.
    pub async fn finish(&self, journal: &Journal) {
        for pharmacist in &self.pharmacists {
            let claim = journal.make(self.claim(pharmacist)).await.expect("an answer");
            if claim.status != 200 {
                continue;
            }
            let seen = self.doctor.get(&format!("/v1/prescriptions/{}", self.id())).await.expect(200);
            for line in [0, 1] {
                let left = seen["items"][line]["remaining"].as_u64().and_then(|left| usize::try_from(left).ok());
                let left = left.expect("a number");
                let over = journal.make(self.dispense(pharmacist, &claim, line, left + 1)).await.expect("an answer");
                over.refused(409, "over_quantity");
                if left > 0 {
                    let rest = self.dispense(pharmacist, &claim, line, left);
                    journal.make(rest).await.expect("an answer").expect(200);
                }
            }
        }
        for pharmacist in &self.pharmacists {
            let over = journal.make(self.claim(pharmacist)).await.expect("an answer").refused(409, "not_dispensable");
            assert_eq!(over["state"], "dispensed");
        }
    }

    fn id(&self) -> String {
        self.prescription.text("prescriptionId")
    }

    fn claim(&self, pharmacist: &Actor) -> Call {
        let code = json!({"payload": self.prescription["qr"]["payload"]});
        Call::post(pharmacist, "/v1/prescriptions/claim", code)
    }

    fn dispense(&self, pharmacist: &Actor, claim: &Answer, line: usize, quantity: usize) -> Call {
        let items = json!([{"itemId": self.prescription["items"][line]["itemId"], "quantity": quantity}]);
        let body = json!({"claimToken": claim["claimToken"], "items": items});
        Call::post(pharmacist, &self.path("dispense"), body)
    }

    fn release(&self, pharmacist: &Actor, claim: &Answer) -> Call {
        let body: Value = json!({"claimToken": claim["claimToken"]});
        Call::post(pharmacist, &self.path("release"), body)
    }

    fn path(&self, act: &str) -> String {
        format!("/v1/prescriptions/{}/{act}", self.id())
    }
}

async fn prescribe(doctor: &Actor, patient: &Actor, quantities: [u32; 2]) -> Answer {
    let appointment = book(patient, doctor, 0).await;
    confirm(doctor, &appointment).await;
    let consultation = examine(doctor, &appointment).await;
    let line = |quantity: u32| {
        json!({"medication": {"name": "Metformine 850 mg"}, "dose": "1", "frequency": "2", "durationDays": 30,
            "quantity": quantity})
    };
    let order = json!({"consultationId": consultation, "items": quantities.map(line)});
    doctor.post("/v1/prescriptions", order).await.expect(201)
}
