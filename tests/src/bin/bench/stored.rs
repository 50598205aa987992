//! What the server has stored, looked at and added to while it is down.

use medilink_dynamo::{Action, Engine};
use serde_json::{Value, json};
use std::path::Path;

/// The platform's table.
pub const PLATFORM: &str = "medilink-platform";
/// The table that tenants share.
pub const POOL: &str = "medilink-pool";

/// The server's own engine.
pub struct Stored(Engine);

impl Stored {
    /// What is kept in this folder of a server.
    pub fn open(data: &Path) -> Result<Self, String> {
        Engine::open(&data.join("store.sqlite")).map(Self).map_err(|e| e.to_string())
    }

    /// The first item of a partition whose sort key begins so.
    pub async fn first(&self, table: &str, pk: &str, sk: &str) -> Result<Value, String> {
        let request = json!({
            "TableName": table,
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :sk)",
            "ExpressionAttributeValues": {":pk": {"S": pk}, ":sk": {"S": sk}},
            "Limit": 1,
        });
        let found = self.call(Action::Query, request).await?["Items"][0].take();
        if found.is_null() { Err(format!("nothing at {sk}")) } else { Ok(found) }
    }

    /// One call of the engine, past every guard.
    pub async fn call(&self, action: Action, request: Value) -> Result<Value, String> {
        let reply = self.0.call(action, request.to_string().into()).await;
        if reply.status != 200 {
            return Err(String::from_utf8_lossy(&reply.body).into_owned());
        }
        serde_json::from_slice(&reply.body).map_err(|e| e.to_string())
    }
}
