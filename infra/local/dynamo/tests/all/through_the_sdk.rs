//! The SDK's own client through the guard: answers, refusals, denials, counts and faults.

use std::collections::HashMap;

use crate::common::{OWN, TABLE, client, guard, key, mine, text};
use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::types::{ConditionCheck, KeysAndAttributes, Put, PutRequest, TransactWriteItem, WriteRequest};
use medilink_dynamo::{Action, Fault, Plan};

fn put(pk: &str, sk: &str) -> TransactWriteItem {
    let put = Put::builder().table_name(TABLE).set_item(Some(key(pk, sk)));
    let put = put.condition_expression("attribute_not_exists(pk)").build().unwrap();
    TransactWriteItem::builder().put(put).build()
}

#[tokio::test]
async fn puts_gets_and_queries() {
    let guard = guard().await;
    let client = client(&guard, "test.tenant", OWN);
    for n in 0..3 {
        let mut item = key(&mine("APT"), &format!("2026-0{n}"));
        item.insert("gsi1pk".to_owned(), text(&mine("DOC")));
        item.insert("gsi1sk".to_owned(), text(&n.to_string()));
        client.put_item().table_name(TABLE).set_item(Some(item)).send().await.unwrap();
    }
    let got = client.get_item().table_name(TABLE).set_key(Some(key(&mine("APT"), "2026-01"))).send().await.unwrap();
    assert_eq!(got.item.unwrap()["gsi1sk"], text("1"));
    let query = |index: Option<&str>, condition: &str, value: String| {
        let query = client.query().table_name(TABLE).set_index_name(index.map(str::to_owned)).limit(2);
        query.key_condition_expression(condition).expression_attribute_values(":p", text(&value)).send()
    };
    let page = query(None, "pk = :p", mine("APT")).await.unwrap();
    assert_eq!((page.count, page.last_evaluated_key.is_some()), (2, true));
    let page = query(Some("gsi1"), "gsi1pk = :p", mine("DOC")).await.unwrap();
    assert_eq!(page.count, 2);
    let foreign = query(Some("gsi1"), "gsi1pk = :p", "T#00000000000000000000000000#DOC".to_owned()).await.unwrap_err();
    assert_eq!(foreign.code(), Some("AccessDeniedException"));
}

#[tokio::test]
async fn a_transaction_is_all_or_nothing_and_a_failed_condition_says_which() {
    let guard = guard().await;
    let client = client(&guard, "test.tenant", OWN);
    let write = |items: Vec<TransactWriteItem>| client.transact_write_items().set_transact_items(Some(items)).send();
    write(vec![put(&mine("A"), "1"), put(&mine("B"), "1")]).await.unwrap();
    let error = write(vec![put(&mine("C"), "1"), put(&mine("A"), "1")]).await.unwrap_err().into_service_error();
    let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(error) =
        error
    else {
        panic!("{error}");
    };
    let codes: Vec<_> = error.cancellation_reasons().iter().map(|reason| reason.code().unwrap()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed"]);
    let absent = client.get_item().table_name(TABLE).set_key(Some(key(&mine("C"), "1"))).send().await.unwrap();
    assert!(absent.item.is_none());
}

#[tokio::test]
async fn the_same_request_token_acts_once() {
    let guard = guard().await;
    let client = client(&guard, "test.tenant", OWN);
    let write =
        |pk: String| client.transact_write_items().client_request_token("t").transact_items(put(&pk, "1")).send();
    write(mine("A")).await.unwrap();
    write(mine("A")).await.unwrap();
    let other = write(mine("B")).await.unwrap_err();
    assert_eq!(other.code(), Some("IdempotentParameterMismatchException"));
}

#[tokio::test]
async fn denials_are_the_real_services() {
    let guard = guard().await;
    let denied = |client: aws_sdk_dynamodb::Client, pk: String| async move {
        let error = client.get_item().table_name(TABLE).set_key(Some(key(&pk, "1"))).send().await.err()?;
        assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(400));
        error.code().map(str::to_owned)
    };
    let access_denied = Some("AccessDeniedException".to_owned());
    assert_eq!(denied(client(&guard, "test.reader", ""), "USER#1".to_owned()).await, None);
    assert_eq!(denied(client(&guard, "test.reader", ""), mine("APT")).await, access_denied);
    assert_eq!(denied(client(&guard, "test.tenant", OWN), "USER#1".to_owned()).await, access_denied);
    assert_eq!(denied(client(&guard, "test.tenant", ""), mine("APT")).await, access_denied);
    assert_eq!(denied(client(&guard, "test.nobody", ""), "USER#1".to_owned()).await, access_denied);
    let scan = client(&guard, "test.tenant", OWN).scan().table_name(TABLE).send().await.unwrap_err();
    assert_eq!(scan.code(), Some("AccessDeniedException"));
    let check = ConditionCheck::builder().table_name(TABLE).set_key(Some(key("USER#1", "1")));
    let check = check.condition_expression("attribute_exists(pk)").build().unwrap();
    let items = vec![put(&mine("A"), "1"), TransactWriteItem::builder().condition_check(check).build()];
    let write = client(&guard, "test.tenant", OWN).transact_write_items().set_transact_items(Some(items));
    assert_eq!(write.send().await.unwrap_err().code(), Some("AccessDeniedException"));
    assert_eq!(guard.meter().snapshot()["test.tenant"].denied, 4);
}

#[tokio::test]
async fn the_meter_counts_units_and_round_trips() {
    let guard = guard().await;
    let client = client(&guard, "test.tenant", OWN);
    let get = || client.get_item().table_name(TABLE).set_key(Some(key(&mine("A"), "1"))).consistent_read(true).send();
    let (first, second) = tokio::join!(get(), get());
    assert!(first.is_ok() && second.is_ok());
    let items = vec![put(&mine("A"), "1"), put(&mine("B"), "1"), put(&mine("C"), "1")];
    client.transact_write_items().set_transact_items(Some(items)).send().await.unwrap();
    let counted = guard.meter().snapshot()["test.tenant"].clone();
    assert_eq!((counted.invocations, counted.calls), (1, 3));
    assert_eq!(counted.units[TABLE]["GetItem"].read, 2.0);
    assert_eq!(counted.units[TABLE]["TransactWriteItems"].write, 6.0);
    assert_eq!(counted.accesses[TABLE], [("GetItem".to_owned(), 2), ("PutItem".to_owned(), 3)].into());
    assert!(guard.meter().invocation("one").unwrap().round_trips <= 3);
}

#[tokio::test]
async fn a_lost_answer_is_a_timeout_of_a_write_that_did_happen() {
    let guard = guard().await;
    let client = client(&guard, "test.tenant", OWN);
    let write = |pk: String| client.put_item().table_name(TABLE).set_item(Some(key(&pk, "1"))).send();
    let there = |pk: String| {
        let get = client.get_item().table_name(TABLE).set_key(Some(key(&pk, "1"))).send();
        async move { get.await.unwrap().item.is_some() }
    };
    guard.faults().force(Action::PutItem, Fault::LostReply);
    let error = write(mine("A")).await.unwrap_err();
    assert!(matches!(&error, aws_sdk_dynamodb::error::SdkError::DispatchFailure(failure) if failure.is_timeout()));
    assert!(there(mine("A")).await);
    guard.faults().force(Action::PutItem, Fault::LostRequest);
    let error = write(mine("B")).await.unwrap_err();
    assert!(matches!(&error, aws_sdk_dynamodb::error::SdkError::DispatchFailure(failure) if failure.is_io()));
    assert!(!there(mine("B")).await);
    guard.faults().force(Action::PutItem, Fault::Throttled);
    assert_eq!(write(mine("B")).await.unwrap_err().code(), Some("ProvisionedThroughputExceededException"));
    guard.faults().force(Action::TransactWriteItems, Fault::Conflict);
    let items = vec![put(&mine("D"), "1"), put(&mine("E"), "1")];
    let error = client.transact_write_items().set_transact_items(Some(items)).send().await.unwrap_err();
    assert!(error.to_string().contains("service error") && error.code() == Some("TransactionCanceledException"));
    assert!(!there(mine("D")).await && !there(mine("E")).await);
}

#[tokio::test]
async fn a_batch_may_leave_part_undone() {
    let guard = guard().await;
    let client = client(&guard, "test.tenant", OWN);
    let request = |n: usize| {
        let put = PutRequest::builder().set_item(Some(key(&mine(&n.to_string()), "1"))).build().unwrap();
        WriteRequest::builder().put_request(put).build()
    };
    let batch = HashMap::from([(TABLE.to_owned(), (0..5).map(request).collect())]);
    guard.faults().force(Action::BatchWriteItem, Fault::Unprocessed);
    let answer = client.batch_write_item().set_request_items(Some(batch)).send().await.unwrap();
    assert_eq!(answer.unprocessed_items.as_ref().unwrap()[TABLE].len(), 3);
    client.batch_write_item().set_request_items(answer.unprocessed_items).send().await.unwrap();
    let keys =
        KeysAndAttributes::builder().set_keys(Some((0..5).map(|n: usize| key(&mine(&n.to_string()), "1")).collect()));
    guard.faults().force(Action::BatchGetItem, Fault::Unprocessed);
    let answer = client.batch_get_item().request_items(TABLE, keys.build().unwrap()).send().await.unwrap();
    let (found, left) = (answer.responses.unwrap()[TABLE].len(), answer.unprocessed_keys.unwrap()[TABLE].keys.len());
    assert_eq!((found, left), (2, 3));
}

#[tokio::test]
async fn five_percent_of_faults_leave_what_was_acknowledged() {
    let guard = guard().await;
    let client = client(&guard, "test.tenant", OWN);
    guard.faults().start(Plan { seed: 11, per_mille: 50 });
    let mut acknowledged = Vec::new();
    for n in 0..400 {
        let pk = mine(&n.to_string());
        if client.put_item().table_name(TABLE).set_item(Some(key(&pk, "1"))).send().await.is_ok() {
            acknowledged.push(pk);
        }
    }
    guard.faults().stop();
    assert!(acknowledged.len() < 400 && acknowledged.len() > 350, "{}", acknowledged.len());
    for pk in acknowledged {
        let got = client.get_item().table_name(TABLE).set_key(Some(key(&pk, "1"))).send().await.unwrap();
        assert!(got.item.is_some());
    }
}
