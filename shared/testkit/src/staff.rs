use crate::{Actor, Api, PASSWORD, World};
use medilink_kernel::{Email, Instant, Language, Role, Text, UserId};
use medilink_records::{Account, Credentials, account_key, credentials_key};
use medilink_store::{Condition, Transaction};
use serde_json::json;

/// Who writes accounts that nobody can register, as the guard knows them.
const CALLER: &str = "local.create_admin";

impl Api {
    /// Somebody on the staff of the doctor's practice: `nurse` or `receptionist`.
    pub async fn staff(&self, doctor: &Actor, role: &str) -> Actor {
        let number = self.number();
        let email = format!("{role}-{number}@testkit.example");
        let form = json!({
            "firstName": "Houria", "lastName": "Saadi", "email": email, "password": PASSWORD,
            "phone": format!("+21377{number:07}"), "role": role,
        });
        doctor.post("/v1/staff", form).await.expect(201);
        Actor::signed_in(&self.anyone, &email, PASSWORD).await
    }
}

impl World {
    /// Somebody of the platform: `auditor`, `analyst`, `civil_authority`, or another `admin`. No operation makes them,
    /// so the account is written as the first admin's is.
    pub async fn official(&self, role: &str) -> Actor {
        let platform = &self.local.platform;
        let role: Role = serde_json::from_value(role.into()).expect("a role");
        let (now, number) = (platform.clock.now(), self.number());
        let address = format!("official-{number}@testkit.example");
        let email = Email::new(&address).expect("an address");
        let user_id = UserId::new(now, &*platform.entropy);
        let credentials = Credentials {
            user_id,
            role,
            tenant_id: None,
            doctor_id: None,
            registration_id: None,
            registration_status: None,
            password_hash: platform.passwords.hash(PASSWORD, platform.entropy.bytes()).await.expect("a hash"),
            mfa: None,
            generation: 0,
            disabled: false,
        };
        let account = Account {
            user_id,
            role,
            email: email.clone(),
            first_name: Text::new("Houria").expect("a name"),
            last_name: Text::new("Saadi").expect("a name"),
            phone: None,
            gender: None,
            date_of_birth: None,
            address: None,
            language: Language::default(),
            patient: None,
            created_at: Instant::new(now),
        };
        let session = platform.store.session(CALLER, format!("official-{number}"));
        let store = session.platform();
        let transaction = Transaction::new()
            .put(&store, "credentials", &credentials_key(&email), &credentials, Condition::new_item())
            .put(&store, "account", &account_key(user_id), &account, Condition::new_item());
        session.transact(transaction).await.expect("an account");
        Actor::signed_in(&self.anyone, &address, PASSWORD).await
    }
}
