//! The policy of each operation, from its declaration: what the guard holds every store call against.

use crate::{admin, registry};
use medilink_dynamo::PolicyDocument;
use medilink_operation::policy::{SILO_TABLE_PREFIX, TenantScope, document};
use serde_json::{Value, json};

/// Makes and describes the tables of silo tenants; nothing else touches tables.
const MAKES_TABLES: &str = "tenants.provision";

/// The policy of an operation narrowed to these tenants; `None` for what is no operation.
pub fn policy(operation: &str, tenants: &[TenantScope]) -> Option<PolicyDocument> {
    if operation == admin::CALLER {
        return serde_json::from_value(admin::policy()).ok();
    }
    let mut policy = document(registry::find(operation)?.spec(), tenants);
    if operation == MAKES_TABLES
        && let Some(statements) = policy["Statement"].as_array_mut()
    {
        statements.push(table_making());
    }
    serde_json::from_value(policy).ok()
}

fn table_making() -> Value {
    json!({
        "Effect": "Allow",
        "Action": ["dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:UpdateTimeToLive"],
        "Resource": [format!("arn:aws:dynamodb:*:*:table/{SILO_TABLE_PREFIX}*")],
    })
}
