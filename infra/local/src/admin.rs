//! The first admin: the one account that nobody can register.

use medilink_edge::Platform;
use medilink_kernel::{Email, Instant, Language, Role, Text, UserId};
use medilink_records::{Account, AdminMark, Credentials, account_key, admin_key, credentials_key};
use medilink_store::{Condition, PlatformStore, Transaction};
use serde_json::{Value, json};

/// Who writes it, as the guard knows them.
pub const CALLER: &str = "local.create_admin";

/// What the writer may do.
pub fn policy() -> Value {
    json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Action": ["dynamodb:PutItem"],
        "Resource": ["arn:aws:dynamodb:*:*:table/medilink-platform"],
        "Condition": {
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["EMAIL#*", "USER#*", "ADMINS"]},
            "Null": {"dynamodb:LeadingKeys": "false"},
        },
    }]})
}

/// Creates the admin, or keeps the account that the address has.
pub async fn ensure(platform: &Platform, email: &Email, password: &str) -> Result<(), String> {
    let now = platform.clock.now();
    let user_id = UserId::new(now, &*platform.entropy);
    let password_hash = platform.passwords.hash(password, platform.entropy.bytes()).await.map_err(|e| e.to_string())?;
    let name = |text: &str| Text::new(text).map_err(|e| e.to_string());
    let account = Account {
        user_id,
        role: Role::Admin,
        email: email.clone(),
        first_name: name("MediLink")?,
        last_name: name("Admin")?,
        phone: None,
        gender: None,
        date_of_birth: None,
        address: None,
        language: Language::default(),
        patient: None,
        created_at: Instant::new(now),
    };
    let credentials = Credentials {
        user_id,
        role: Role::Admin,
        tenant_id: None,
        doctor_id: None,
        password_hash,
        mfa: None,
        generation: 0,
        disabled: false,
        registration_id: None,
        registration_status: None,
    };
    let store = platform.store.session(CALLER, "start").platform();
    let session = platform.store.session(CALLER, "start");
    let transaction = Transaction::new()
        .put(&store, "credentials", &credentials_key(email), &credentials, Condition::new_item())
        .put(&store, "account", &account_key(user_id), &account, Condition::new_item())
        .put(&store, "mark", &admin_key(user_id), &AdminMark { user_id }, Condition::new_item());
    match session.transact(transaction).await {
        Err(error) if error.failed("credentials") => {
            let kept = error.found("credentials").cloned().map(medilink_store::read::<Credentials>);
            match kept.transpose().map_err(|e| e.to_string())? {
                Some(kept) if kept.role == Role::Admin => mark(&store, kept.user_id).await,
                _ => Ok(()),
            }
        }
        result => result.map_err(|e| e.to_string()),
    }
}

/// Lists an admin of before there was a list.
async fn mark(store: &PlatformStore, user_id: UserId) -> Result<(), String> {
    let mark = AdminMark { user_id };
    store.put("mark", &admin_key(user_id), &mark, Condition::default()).await.map_err(|e| e.to_string())
}
