//! A guard with two operations, and the SDK in front of it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::connector::GuardClient;
use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, ConfigBag, HttpClient, Intercept, Region, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::{Client, Config};
use bytes::Bytes;
use medilink_dynamo::{Action, Engine, Guard, PolicyDocument, Statement, headers};
use medilink_operation::policy::TenantScope;
use serde_json::json;

pub const TABLE: &str = "medilink-pool";
pub const TENANT: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/// `test.tenant` may do anything to items of its tenants, `test.reader` may get items of the platform's kind.
pub fn policy(operation: &str, tenants: &[TenantScope]) -> Option<PolicyDocument> {
    let table = format!("arn:aws:dynamodb:*:*:table/{TABLE}");
    match operation {
        "test.tenant" => Some(PolicyDocument::new(
            tenants
                .iter()
                .map(|tenant| {
                    Statement::allow(["dynamodb:*"], [table.clone(), format!("{table}/index/gsi1")])
                        .on_leading_keys([format!("{}*", tenant.prefix())])
                })
                .collect(),
        )),
        "test.reader" => {
            Some(PolicyDocument::new(vec![Statement::allow(["dynamodb:GetItem"], [table]).on_leading_keys(["USER#*"])]))
        }
        _ => None,
    }
}

pub async fn create_table(engine: &Engine) {
    let attribute = |name: &str| json!({"AttributeName": name, "AttributeType": "S"});
    let schema = |pk: &str, sk: &str| json!([{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]);
    let attributes = ["pk", "sk", "gsi1pk", "gsi1sk"].map(attribute);
    let request = json!({
        "TableName": TABLE,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes,
        "KeySchema": schema("pk", "sk"),
        "GlobalSecondaryIndexes": [{"IndexName": "gsi1", "KeySchema": schema("gsi1pk", "gsi1sk"),
            "Projection": {"ProjectionType": "KEYS_ONLY"}}],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    });
    let reply = engine.call(Action::CreateTable, Bytes::from(request.to_string())).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

pub async fn guard() -> Arc<Guard> {
    let engine = Engine::memory().unwrap();
    create_table(&engine).await;
    Arc::new(Guard::new(Arc::new(engine), policy))
}

pub fn client(guard: &Arc<Guard>, operation: &'static str, tenants: &'static str) -> Client {
    client_over(GuardClient::new(Arc::clone(guard)), "http://engine.local".to_owned(), operation, tenants)
}

pub fn client_over(
    http: impl HttpClient + 'static,
    url: String,
    operation: &'static str,
    tenants: &'static str,
) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::from_keys("local", "local", None))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(url)
        .interceptor(Headers { operation, tenants })
        .http_client(http);
    Client::from_conf(config.build())
}

/// The key of the guard's server.
pub const SERVER_KEY: &str = "0123456789abcdef";

/// The tenants header of the one tenant.
pub const OWN: &str = "own:01ARZ3NDEKTSV4RRFFQ69G5FAV:medilink-pool";

#[derive(Debug)]
struct Headers {
    operation: &'static str,
    tenants: &'static str,
}

impl Intercept for Headers {
    fn name(&self) -> &'static str {
        "Headers"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let map = context.request_mut().headers_mut();
        map.insert(headers::OPERATION, self.operation);
        map.insert(headers::INVOCATION, "one");
        map.insert(headers::TENANTS, self.tenants);
        map.insert(headers::KEY, SERVER_KEY);
        Ok(())
    }
}

pub fn key(pk: &str, sk: &str) -> HashMap<String, AttributeValue> {
    HashMap::from([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))])
}

pub fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

pub fn mine(rest: &str) -> String {
    format!("T#{TENANT}#{rest}")
}
