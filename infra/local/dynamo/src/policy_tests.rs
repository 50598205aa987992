//! What a policy allows of whole requests.

use serde_json::{Value, json};

use super::*;
use crate::Action;
use crate::access::accesses;

const MINE: &str = "T#00000000000000000000000001#";
const TWIN: &str = "T#00000000000000000000000010#";

fn policy(statements: Value) -> PolicyDocument {
    serde_json::from_value(json!({"Version": "2012-10-17", "Statement": statements})).unwrap()
}

fn tenant() -> PolicyDocument {
    policy(json!([{
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query", "dynamodb:Scan",
                   "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem"],
        "Resource": ["arn:aws:dynamodb:*:*:table/medilink-pool", "arn:aws:dynamodb:*:*:table/medilink-pool/index/gsi1"],
        "Condition": {
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": [format!("{MINE}*")]},
            "Null": {"dynamodb:LeadingKeys": "false"}
        }
    }]))
}

fn allowed(policy: &PolicyDocument, action: Action, request: &Value) -> bool {
    accesses(action, request).is_some_and(|list| list.iter().all(|access| policy.allows(access)))
}

fn get(pk: &str) -> Value {
    json!({"TableName": "medilink-pool", "Key": {"pk": {"S": pk}, "sk": {"S": "x"}}})
}

#[test]
fn one_prefix_is_not_its_twin() {
    assert!(allowed(&tenant(), Action::GetItem, &get(&format!("{MINE}APT"))));
    assert!(!allowed(&tenant(), Action::GetItem, &get(&format!("{TWIN}APT"))));
    assert!(!allowed(&tenant(), Action::GetItem, &get("T#0000000000000000000000000")));
    let short = Statement::allow(["dynamodb:GetItem"], ["*"]).on_leading_keys(["T#1#*"]);
    let short = PolicyDocument::new(vec![short]);
    assert!(allowed(&short, Action::GetItem, &get("T#1#APT")));
    assert!(!allowed(&short, Action::GetItem, &get("T#10#APT")));
}

#[test]
fn other_actions_tables_and_indexes_are_denied() {
    let mut elsewhere = get(&format!("{MINE}APT"));
    elsewhere["TableName"] = json!("medilink-platform");
    assert!(!allowed(&tenant(), Action::GetItem, &elsewhere));
    assert!(!allowed(&tenant(), Action::DeleteItem, &get(&format!("{MINE}APT"))));
    assert!(!allowed(&tenant(), Action::DescribeTable, &json!({"TableName": "medilink-pool"})));
    elsewhere["TableName"] = json!("arn:aws:dynamodb:eu-south-1:1:table/medilink-pool");
    assert!(!allowed(&tenant(), Action::GetItem, &elsewhere));
}

#[test]
fn a_query_is_judged_by_its_partition_also_of_an_index() {
    let query = |index: Option<&str>, condition: &str, value: &str| {
        let mut query = json!({
            "TableName": "medilink-pool", "KeyConditionExpression": condition,
            "ExpressionAttributeNames": {"#p": "gsi1pk", "#k": "pk"},
            "ExpressionAttributeValues": {":p": {"S": value}, ":s": {"S": "x"}}
        });
        if let Some(index) = index {
            query["IndexName"] = json!(index);
        }
        allowed(&tenant(), Action::Query, &query)
    };
    let (mine, twin) = (format!("{MINE}RX"), format!("{TWIN}RX"));
    assert!(query(None, "pk = :p AND begins_with(sk, :s)", &mine));
    assert!(query(None, "#k = :p", &mine));
    assert!(!query(None, "#k = :p", &twin));
    assert!(query(Some("gsi1"), "#p = :p", &mine));
    assert!(!query(Some("gsi1"), "#p = :p", &twin));
    assert!(!query(Some("gsi2"), "gsi2pk = :p", &mine), "an index that is not granted");
    assert!(!query(Some("gsi1"), "pk = :p", &mine), "not the partition key of that index");
}

#[test]
fn for_all_values_holds_for_none_unless_null_closes_it() {
    let scan = json!({"TableName": "medilink-pool"});
    assert!(!allowed(&tenant(), Action::Scan, &scan));
    let mut open = tenant();
    open.statement[0].condition.remove("Null");
    assert!(allowed(&open, Action::Scan, &scan), "that is how IAM itself evaluates it");
}

#[test]
fn a_transaction_with_one_foreign_item_is_denied() {
    let item = |pk: &str| json!({"Put": {"TableName": "medilink-pool", "Item": {"pk": {"S": pk}, "sk": {"S": "1"}}}});
    let check = |pk: &str| {
        json!({"ConditionCheck": {"TableName": "medilink-pool", "Key": {"pk": {"S": pk}, "sk": {"S": "1"}},
               "ConditionExpression": "attribute_exists(pk)"}})
    };
    let write = |items: Value| allowed(&tenant(), Action::TransactWriteItems, &json!({"TransactItems": items}));
    let (mine, twin) = (format!("{MINE}APT"), format!("{TWIN}APT"));
    assert!(write(json!([item(&mine), check(&mine)])));
    assert!(!write(json!([item(&mine), item(&twin)])));
    assert!(!write(json!([item(&mine), check(&twin)])));
    let delete = json!({"Delete": {"TableName": "medilink-pool", "Key": {"pk": {"S": mine}, "sk": {"S": "1"}}}});
    assert!(!write(json!([item(&mine), delete])), "DeleteItem is not granted");
}

#[test]
fn every_key_of_a_batch_counts() {
    let batch = |keys: &[&str]| {
        let keys: Vec<_> = keys.iter().map(|pk| json!({"pk": {"S": pk}, "sk": {"S": "1"}})).collect();
        let request = json!({"RequestItems": {"medilink-pool": {"Keys": keys}}});
        allowed(&tenant(), Action::BatchGetItem, &request)
    };
    assert!(batch(&[&format!("{MINE}A"), &format!("{MINE}B")]));
    assert!(!batch(&[&format!("{MINE}A"), &format!("{TWIN}B")]));
    assert!(!batch(&[]));
}

#[test]
fn an_explicit_deny_wins_and_what_is_not_understood_denies() {
    let everything = json!({"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"});
    let request = get("any");
    assert!(allowed(&policy(json!([everything])), Action::GetItem, &request));
    let deny = json!({"Effect": "Deny", "Action": "dynamodb:get*", "Resource": "*"});
    assert!(!allowed(&policy(json!([everything, deny])), Action::GetItem, &request));
    let strange = json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}});
    let deny = json!({"Effect": "Deny", "Action": "dynamodb:Get?tem", "Resource": "*", "Condition": strange});
    assert!(!allowed(&policy(json!([everything, deny])), Action::GetItem, &request));
    let allow = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": strange});
    assert!(!allowed(&policy(json!([allow])), Action::GetItem, &request));
    assert!(!allowed(&policy(json!([])), Action::GetItem, &request));
}

#[test]
fn documents_keep_iam_names_and_refuse_what_is_unknown() {
    let document = PolicyDocument::new(vec![Statement::allow(["dynamodb:GetItem"], ["*"]).on_leading_keys(["a#*"])]);
    let written = serde_json::to_value(&document).unwrap();
    assert_eq!(written["Statement"][0]["Condition"]["Null"]["dynamodb:LeadingKeys"], json!(["false"]));
    assert_eq!(serde_json::from_value::<PolicyDocument>(written).unwrap(), document);
    let unknown = json!({"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "NotAction": "dynamodb:Scan", "Resource": "*"}]});
    assert!(serde_json::from_value::<PolicyDocument>(unknown).is_err());
}
