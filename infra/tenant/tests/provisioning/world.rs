//! The embedded engine with the platform's and the pool's tables, and one registration approved.

use crate::fuse::Fuse;
use bytes::Bytes;
use jiff::Timestamp;
use medilink_dynamo::{Action, Engine, Guard, PolicyDocument, Statement};
use medilink_kernel::{
    Currency, Email, Instant, ManualClock, Money, RegistrationId, Role, SeededEntropy, TenantId, Text, UserId,
};
use medilink_operation::policy::{PLATFORM_TABLE, POOL_TABLE, TenantScope};
use medilink_records::{Credentials, DoctorCard, TenantRecord, credentials_key};
use medilink_store::{
    Condition, Endpoint, Isolation, Key, Session, Store, TenantKind, TenantStatus, Transaction, tenant_key,
};
use medilink_tenant_infra::{Founding, Provisioner, Step, TEMPLATE, TenantRow, doctor_of};
use serde_json::{Value, json};
use std::sync::Arc;

pub struct World {
    pub engine: Arc<Engine>,
    pub guard: Arc<Guard>,
    pub fuse: Fuse,
    pub session: Session,
    pub clock: Arc<ManualClock>,
    pub founding: Founding,
    pub tenant: TenantId,
}

fn policy(operation: &str, _: &[TenantScope]) -> Option<PolicyDocument> {
    (operation == "test.provision").then(|| PolicyDocument::new(vec![Statement::allow(["dynamodb:*"], ["*"])]))
}

fn text<const MIN: usize, const MAX: usize>(value: &str) -> Text<MIN, MAX> {
    Text::new(value).unwrap()
}

impl World {
    pub async fn new(kind: TenantKind, isolation: Isolation) -> Self {
        let engine = Arc::new(Engine::memory().unwrap());
        for table in [PLATFORM_TABLE, POOL_TABLE] {
            create(&engine, table).await;
        }
        let guard = Arc::new(Guard::new(engine.clone(), policy));
        let (now, entropy) = (Timestamp::constant(1_800_000_000, 0), Arc::new(SeededEntropy::new(7)));
        let clock = Arc::new(ManualClock::new(now));
        let fuse = Fuse::new(guard.clone());
        let store = Store::open(Endpoint::InProcess(Arc::new(fuse.clone())), clock.clone(), entropy.clone());
        let (tenant, owner) = (TenantId::new(now, &*entropy), UserId::new(now, &*entropy));
        let registration_id = RegistrationId::new(now, &*entropy);
        let doctor = (kind == TenantKind::Practice).then(|| DoctorCard {
            doctor_id: doctor_of(tenant),
            first_name: text("Yasmine"),
            last_name: text("Haddad"),
            specialty: text("cardiology"),
            wilaya: text("Oran"),
            commune: text("Bir El Djir"),
            languages: vec![text("ar")],
            consultation_fee: Some(Money { amount: 250_000, currency: Currency::DZD }),
            rating: None,
        });
        let founding = Founding {
            email: Email::new("y.haddad@example.dz").unwrap(),
            doctor,
            registration: Key::only(format!("REG#{}", registration_id.bare())),
        };
        let record = TenantRecord {
            tenant_id: tenant,
            kind,
            isolation,
            status: TenantStatus::Provisioning,
            name: text("Haddad"),
            owner,
            registration_id,
            steps: Step::pending(kind),
            suspended_reason: None,
            resumed_reason: None,
            created_at: Instant::new(now),
        };
        let credentials = Credentials {
            user_id: owner,
            role: Role::Doctor,
            tenant_id: None,
            doctor_id: None,
            registration_id: Some(registration_id),
            registration_status: Some("approved".into()),
            password_hash: String::new(),
            mfa: None,
            generation: 0,
            disabled: false,
        };
        let session = store.session("test.provision", "one");
        let platform = session.platform();
        let new = Condition::new_item;
        let begin = Transaction::new()
            .put(&platform, "tenant", &tenant_key(tenant), &TenantRow::new(record), new())
            .put(&platform, "owner", &credentials_key(&founding.email), &credentials, new())
            .put(&platform, "registration", &founding.registration, &json!({"status": "approved"}), new());
        session.transact(begin).await.unwrap();
        Self { engine, guard, fuse, session, clock, founding, tenant }
    }

    pub fn provisioner<'a, R>(&'a self, resources: &'a R) -> Provisioner<'a, R> {
        Provisioner { session: &self.session, resources, clock: &*self.clock, founding: &self.founding }
    }

    pub async fn record(&self) -> TenantRecord {
        self.session.platform().get(&tenant_key(self.tenant)).await.unwrap().unwrap()
    }

    /// How many items a table holds whose partition key begins so; `None` where there is no such table.
    pub async fn count(&self, table: &str, prefix: &str) -> Option<usize> {
        let reply = self.engine.call(Action::Scan, Bytes::from(json!({"TableName": table}).to_string())).await;
        let answer: Value = serde_json::from_slice(&reply.body).unwrap();
        let pks = answer["Items"].as_array()?.iter().filter_map(|item| item["pk"]["S"].as_str());
        Some(pks.filter(|pk| pk.starts_with(prefix)).count())
    }
}

/// A table as the template has it, for the tables that are there before any tenant.
async fn create(engine: &Engine, table: &str) {
    let template: Value = serde_json::from_str(TEMPLATE).unwrap();
    let wanted = &template["Resources"]["Table"]["Properties"];
    let mut request = json!({"TableName": table});
    for name in ["BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes"] {
        request[name] = wanted[name].clone();
    }
    let reply = engine.call(Action::CreateTable, Bytes::from(request.to_string())).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}
