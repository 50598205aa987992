//! IAM policy documents from the grants of an operation: what its role may do, and what a session narrowed to a tenant may.
//!
//! The same text stands in the cloud's roles and before the embedded engine, which checks none itself.

use crate::{Action, Grant, Scope, Spec};
use medilink_kernel::TenantId;
use serde_json::{Value, json};

/// The platform's own table.
pub const PLATFORM_TABLE: &str = "medilink-platform";
/// The table that pooled tenants share.
pub const POOL_TABLE: &str = "medilink-pool";
/// What the table of a silo tenant begins with; its 26 characters follow.
pub const SILO_TABLE_PREFIX: &str = "medilink-tenant-";

/// A tenant that a session is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TenantScope {
    /// The caller's own, or one that a verified reference leads to.
    pub own: bool,
    /// Its 26 characters.
    pub tenant: String,
    /// The table that holds it.
    pub table: String,
}

impl TenantScope {
    /// What every partition key of the tenant begins with.
    pub fn prefix(&self) -> String {
        format!("T#{}#", self.tenant)
    }

    /// The tenant that a partition key of a tenants' table belongs to, and the rest of the key: [`TenantScope::prefix`]
    /// read back. `None` where it begins with no tenant's prefix.
    pub fn split(pk: &str) -> Option<(TenantId, &str)> {
        let (tenant, rest) = pk.strip_prefix("T#")?.split_once('#')?;
        Some((TenantId::from_bare(tenant).ok()?, rest))
    }

    /// The scopes as one header carries them: `own:<26>:<table>,ref:<26>:<table>`.
    pub fn header(scopes: &[Self]) -> String {
        let one = |s: &Self| format!("{}:{}:{}", if s.own { "own" } else { "ref" }, s.tenant, s.table);
        scopes.iter().map(one).collect::<Vec<_>>().join(",")
    }

    /// Reads [`TenantScope::header`]; `None` where anything about it is off.
    pub fn parse(header: &str) -> Option<Vec<Self>> {
        let one = |text: &str| {
            let mut parts = text.split(':');
            let own = match parts.next()? {
                "own" => true,
                "ref" => false,
                _ => return None,
            };
            let (tenant, table) = (parts.next()?, parts.next()?);
            let canonical = tenant.len() == 26 && tenant.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            let placed = table == POOL_TABLE || table.strip_prefix(SILO_TABLE_PREFIX) == Some(tenant);
            (canonical && placed && parts.next().is_none()).then(|| Self {
                own,
                tenant: tenant.to_owned(),
                table: table.to_owned(),
            })
        };
        if header.is_empty() { Some(Vec::new()) } else { header.split(',').map(one).collect() }
    }
}

/// The policy document of a call: the operation's grants, with the tenant ones narrowed to `tenants`.
pub fn document(spec: &Spec, tenants: &[TenantScope]) -> Value {
    let mut statements = Vec::new();
    for grant in spec.all_grants() {
        match grant.scope {
            Scope::Platform => allow(&mut statements, &grant, PLATFORM_TABLE, ""),
            Scope::OwnTenant | Scope::ReferencedTenant => {
                for tenant in tenants.iter().filter(|t| t.own == (grant.scope == Scope::OwnTenant)) {
                    allow(&mut statements, &grant, &tenant.table, &tenant.prefix());
                }
            }
        }
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn allow(statements: &mut Vec<Value>, grant: &Grant, table: &str, prefix: &str) {
    let arn = format!("arn:aws:dynamodb:*:*:table/{table}");
    for (on_index, resource) in [(false, arn.clone()), (true, format!("{arn}/index/gsi1"))] {
        let of_kind = |action: &&Action| matches!(action, Action::QueryIndex) == on_index;
        let actions: Vec<_> = grant.actions.iter().filter(of_kind).flat_map(|action| action.iam()).collect();
        if actions.is_empty() {
            continue;
        }
        statements.push(json!({
            "Effect": "Allow",
            "Action": actions,
            "Resource": [resource],
            "Condition": {
                "ForAllValues:StringLike": {"dynamodb:LeadingKeys": [grant.pattern(prefix)]},
                // ForAllValues holds for no value at all: the key has to be there.
                "Null": {"dynamodb:LeadingKeys": "false"},
            },
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Access, Method};

    const GRANTS: &[Grant] =
        &[Grant::own("APT", &[Action::Query, Action::PutItem]), Grant::platform("P#", &[Action::UpdateItem])];
    const SPEC: Spec = Spec::http("x.y", Method::Get, "/v1/x", "").access(Access::Public).grants(GRANTS);

    #[test]
    fn a_tenant_grant_names_that_tenant_alone() {
        let own = TenantScope { own: true, tenant: "0".repeat(26), table: POOL_TABLE.into() };
        let text = document(&SPEC, &[own]).to_string();
        assert!(text.contains(&format!("T#{}#APT\"", "0".repeat(26))));
        assert!(text.contains("\"P#*\""));
        assert!(!document(&SPEC, &[]).to_string().contains("\"T#"));
    }

    #[test]
    fn a_prefix_reads_back_and_nothing_else_does() {
        let scope = TenantScope { own: true, tenant: "0".repeat(26), table: POOL_TABLE.into() };
        let key = format!("{}DAY#1", scope.prefix());
        assert_eq!(TenantScope::split(&key).map(|(tenant, rest)| (tenant.bare(), rest)), Some((scope.tenant, "DAY#1")));
        for none in ["TENANT#1", "T#0#APT", "APT", &format!("T#{}", "0".repeat(26)), &format!("T#{}#A", "o".repeat(26))]
        {
            assert_eq!(TenantScope::split(none), None, "{none}");
        }
    }

    #[test]
    fn the_header_reads_back_and_refuses_other_tables() {
        let scopes = vec![
            TenantScope { own: true, tenant: "A".repeat(26), table: POOL_TABLE.into() },
            TenantScope { own: false, tenant: "B".repeat(26), table: format!("{SILO_TABLE_PREFIX}{}", "B".repeat(26)) },
        ];
        assert_eq!(TenantScope::parse(&TenantScope::header(&scopes)), Some(scopes));
        for wrong in [
            "own:A:medilink-pool",
            "x",
            &format!("own:{}:medilink-platform", "A".repeat(26)),
            &format!("ref:{}:medilink-tenant-{}", "A".repeat(26), "B".repeat(26)),
        ] {
            assert_eq!(TenantScope::parse(wrong), None, "{wrong}");
        }
    }
}
