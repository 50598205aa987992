use crate::Answer;
use medilink_local::client::Client;
use reqwest::Method;
use serde_json::{Value, json};

/// Somebody who calls the API: signed in, or a stranger.
#[derive(Debug, Clone)]
pub struct Actor {
    /// How this actor calls.
    pub client: Client,
    /// What the login answered; null for a stranger.
    pub login: Value,
    /// The address of the account.
    pub email: String,
    /// The password of the account.
    pub password: String,
}

impl Actor {
    /// Signs in.
    pub async fn signed_in(anyone: &Client, email: &str, password: &str) -> Self {
        let stranger = Self::stranger(anyone);
        let login = stranger.post("/v1/login", json!({"email": email, "password": password})).await.expect(200);
        let client = anyone.with_token(&login.text("accessToken"));
        Self { client, login: login.body.clone(), email: email.to_owned(), password: password.to_owned() }
    }

    /// Nobody.
    pub fn stranger(anyone: &Client) -> Self {
        Self { client: anyone.clone(), login: Value::Null, email: String::new(), password: String::new() }
    }

    /// The same person, signed in anew: with what has changed since.
    pub async fn again(&self) -> Self {
        Self::signed_in(&self.client, &self.email, &self.password).await
    }

    /// The same person, whose texts are in another language.
    pub fn speaking(&self, language: &str) -> Self {
        Self { client: self.client.with_header("accept-language", language), ..self.clone() }
    }

    /// A member of `user` of the login.
    #[track_caller]
    fn user(&self, member: &str) -> &str {
        self.login["user"][member].as_str().unwrap_or_else(|| panic!("{} has no {member}: {}", self.email, self.login))
    }

    /// The user's id.
    #[track_caller]
    pub fn id(&self) -> &str {
        self.user("userId")
    }

    /// The doctor's id.
    #[track_caller]
    pub fn doctor_id(&self) -> &str {
        self.user("doctorId")
    }

    /// The tenant's id.
    #[track_caller]
    pub fn tenant_id(&self) -> &str {
        self.user("tenantId")
    }

    /// One call.
    pub async fn send(&self, method: Method, path: &str, body: Value, key: Option<&str>) -> Answer {
        Answer(self.client.call(method, path, &body, key).await.expect("an answer"))
    }

    /// One call whose answer may not come: `None` where it does not, as when the platform is killed.
    pub async fn try_send(&self, method: Method, path: &str, body: Value, key: Option<&str>) -> Option<Answer> {
        self.client.call(method, path, &body, key).await.ok().map(Answer)
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Value::Null, None).await
    }

    /// POST; null sends no body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, body, None).await
    }

    /// POST with an `Idempotency-Key`.
    pub async fn post_with_key(&self, path: &str, body: Value, key: &str) -> Answer {
        self.send(Method::POST, path, body, Some(key)).await
    }

    /// PUT.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, body, None).await
    }

    /// PATCH.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, body, None).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, Value::Null, None).await
    }
}
