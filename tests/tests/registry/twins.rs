//! Tenants whose ids differ in the last character only.

use bytes::Bytes;
use medilink_dynamo::{Action, Caller, Outcome, headers};
use medilink_kernel::TenantId;
use medilink_local::registry;
use medilink_operation::policy::{PLATFORM_TABLE, POOL_TABLE, TenantScope, document};
use medilink_store::{Key, Query};
use medilink_testkit::World;
use serde_json::{Value, json};
use std::sync::Arc;

use crate::snapshot::call;

const ONE: &str = "01JZ0000000000000000000001";
const TWIN: &str = "01JZ0000000000000000000002";
const READER: &str = "scheduling.list_appointments";

#[tokio::test]
async fn a_tenant_does_not_see_its_twin() {
    let world = world().await;
    let session = world.local.platform.store.session(READER, "twins");
    let tenant = TenantId::from_bare(ONE).expect("an id");
    let own = session.own_tenant(tenant, false).await.expect("the tenant");
    let page = own.query::<Value>(Query::partition("APT").limit(10)).await.expect("a page");
    assert_eq!(page.items.iter().map(|item| item["of"].as_str()).collect::<Vec<_>>(), [Some(ONE)]);
    let theirs = own.get::<Value>(&Key::new("APT", TWIN)).await.expect("an answer");
    assert_eq!(theirs, None);
}

#[tokio::test]
async fn the_guard_lets_nobody_read_a_twin() {
    let world = world().await;
    let scope =
        |tenant: &str, table: &str| TenantScope { own: true, tenant: tenant.to_owned(), table: table.to_owned() };
    let own = scope(ONE, POOL_TABLE);
    assert_eq!(get(&world, &own, POOL_TABLE, &format!("T#{ONE}#APT"), ONE).await, 200);
    let short = &ONE[..25];
    for pk in [
        format!("T#{TWIN}#APT"),
        format!("T#{short}#APT"),
        format!("T#{ONE}0#APT"),
        format!("T#{ONE}APT"),
        format!("T#{ONE}#APTX"),
        "APT".to_owned(),
    ] {
        assert_eq!(get(&world, &own, POOL_TABLE, &pk, TWIN).await, 400, "{pk}");
    }
    let silo = format!("medilink-tenant-{TWIN}");
    assert_eq!(get(&world, &own, &silo, &format!("T#{ONE}#APT"), ONE).await, 400);
    assert_eq!(get(&world, &own, PLATFORM_TABLE, &format!("T#{ONE}#APT"), ONE).await, 400);
}

#[tokio::test]
async fn a_scope_is_a_whole_id_in_its_own_table() {
    let world = world().await;
    let request = read(POOL_TABLE, &format!("T#{ONE}#APT"), ONE);
    let ask = async |scopes: &str| {
        let header = |name: &str| match name {
            "x-amz-target" => Some("DynamoDB_20120810.GetItem"),
            headers::OPERATION => Some(READER),
            headers::INVOCATION => Some("twins"),
            headers::TENANTS => Some(scopes),
            _ => None,
        };
        status(world.local.guard.receive(header, request.clone()).await)
    };
    assert_eq!(ask(&format!("own:{ONE}:{POOL_TABLE}")).await, 200);
    for scopes in [
        format!("own:{}:{POOL_TABLE}", &ONE[..25]),
        format!("own:{ONE}0:{POOL_TABLE}"),
        format!("own:{ONE}*:{POOL_TABLE}"),
        format!("own:{}:{POOL_TABLE}", "*".repeat(26)),
        format!("own:{}:{POOL_TABLE}", "?".repeat(26)),
        format!("own:{ONE}:medilink-tenant-{TWIN}"),
        format!("own:{TWIN}:{POOL_TABLE}"),
        format!("own:{ONE}:{PLATFORM_TABLE}"),
        String::new(),
    ] {
        assert_eq!(ask(&scopes).await, 400, "{scopes}");
    }
}

/// A platform on which both twins are at work in the pool, with an appointment each.
async fn world() -> World {
    let world = World::start().await;
    for tenant in [ONE, TWIN] {
        let text = |value: &str| json!({"S": value});
        let head = json!({
            "pk": text(&format!("TENANT#{tenant}")), "sk": text("-"), "tenantId": text(&format!("ten_{tenant}")),
            "kind": text("practice"), "isolation": text("pool"), "status": text("active"),
        });
        call(&world, Action::PutItem, json!({"TableName": PLATFORM_TABLE, "Item": head})).await;
        let item = json!({"pk": text(&format!("T#{tenant}#APT")), "sk": text(tenant), "of": text(tenant)});
        call(&world, Action::PutItem, json!({"TableName": POOL_TABLE, "Item": item})).await;
    }
    world
}

fn read(table: &str, pk: &str, sk: &str) -> Bytes {
    json!({"TableName": table, "Key": {"pk": {"S": pk}, "sk": {"S": sk}}}).to_string().into()
}

async fn get(world: &World, scope: &TenantScope, table: &str, pk: &str, sk: &str) -> u16 {
    let spec = registry::find(READER).expect("an operation").spec();
    let policy = serde_json::from_value(document(spec, std::slice::from_ref(scope))).expect("a policy");
    let tenants = TenantScope::header(std::slice::from_ref(scope));
    let caller = Caller { operation: READER.into(), invocation: "twins".into(), tenants, policy: Arc::new(policy) };
    status(world.local.guard.call(&caller, "GetItem", read(table, pk, sk)).await)
}

fn status(outcome: Outcome) -> u16 {
    match outcome {
        Outcome::Reply(reply) => reply.status,
        other => panic!("{other:?}"),
    }
}
