use crate::{
    Session, StoreError,
    announce::announced,
    session::{Headers, give_up},
};
use aws_sdk_dynamodb::{
    error::{BuildError, ProvideErrorMetadata, SdkError},
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
        ScalarAttributeType, TableStatus, TimeToLiveSpecification,
    },
};
use medilink_kernel::TenantId;
use medilink_operation::policy::SILO_TABLE_PREFIX;

/// The shape of a table. Every key attribute is a text, every index holds keys only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDefinition {
    /// The attributes of the table's own key.
    pub key: KeyAttributes,
    /// Its indexes, by name.
    pub indexes: Vec<(String, KeyAttributes)>,
    /// The attribute by which items end.
    pub expiry: Option<String>,
}

/// The attributes of a key: partition, then sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAttributes {
    /// The partition.
    pub partition: String,
    /// The order within it.
    pub sort: String,
}

/// How a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableState {
    /// There is none.
    Absent,
    /// Being made, changed or removed.
    Changing,
    /// At work.
    Active,
}

/// The table of one silo tenant, as provisioning makes and removes it. No other table can be reached from here.
pub struct TenantTable {
    session: Session,
    name: String,
}

impl Session {
    /// The table that a silo tenant has to itself, whether it exists or not.
    pub fn tenant_table(&self, tenant: TenantId) -> TenantTable {
        TenantTable { session: self.clone(), name: format!("{SILO_TABLE_PREFIX}{}", tenant.bare()) }
    }
}

impl TenantTable {
    /// How the table stands.
    pub async fn state(&self) -> Result<TableState, StoreError> {
        let (session, headers) = self.call();
        let call = || announced(&headers, session.0.store.client().describe_table().table_name(&self.name).send());
        let result = session.attempt(call).await;
        match result {
            Ok(answer) => match answer.table.and_then(|table| table.table_status) {
                Some(TableStatus::Active) => Ok(TableState::Active),
                _ => Ok(TableState::Changing),
            },
            Err(SdkError::ServiceError(e)) if e.err().is_resource_not_found_exception() => Ok(TableState::Absent),
            Err(error) => Err(give_up(error)),
        }
    }

    /// Asks for the table; one that is there already is left as it is.
    pub async fn create(&self, definition: &TableDefinition) -> Result<(), StoreError> {
        let (session, headers) = self.call();
        let (keys, attributes, indexes) = parts(definition).map_err(|e| StoreError::Fault(e.to_string()))?;
        let call = || {
            let call =
                session.0.store.client().create_table().table_name(&self.name).billing_mode(BillingMode::PayPerRequest);
            let call = call.set_key_schema(Some(keys.clone())).set_attribute_definitions(Some(attributes.clone()));
            announced(&headers, call.set_global_secondary_indexes(indexes.clone()).send())
        };
        let result = session.attempt(call).await;
        match result {
            Ok(_) => Ok(()),
            Err(SdkError::ServiceError(e)) if e.err().is_resource_in_use_exception() => Ok(()),
            Err(error) => Err(give_up(error)),
        }
    }

    /// Lets items end by this attribute; repeated, it changes nothing.
    pub async fn expire_by(&self, attribute: &str) -> Result<(), StoreError> {
        let (session, headers) = self.call();
        let rule = TimeToLiveSpecification::builder().attribute_name(attribute).enabled(true).build();
        let rule = rule.map_err(|e| StoreError::Fault(e.to_string()))?;
        let call = || {
            let call = session.0.store.client().update_time_to_live().table_name(&self.name);
            announced(&headers, call.time_to_live_specification(rule.clone()).send())
        };
        let result = session.attempt(call).await;
        match result {
            Ok(_) => Ok(()),
            // The service has no other way to say that it was asked before.
            Err(error) if error.message() == Some("TimeToLive is already enabled") => Ok(()),
            Err(error) => Err(give_up(error)),
        }
    }

    /// Removes the table and everything in it; there may be none.
    pub async fn delete(&self) -> Result<(), StoreError> {
        let (session, headers) = self.call();
        let call = || announced(&headers, session.0.store.client().delete_table().table_name(&self.name).send());
        let result = session.attempt(call).await;
        match result {
            Ok(_) => Ok(()),
            Err(SdkError::ServiceError(e)) if e.err().is_resource_not_found_exception() => Ok(()),
            Err(error) => Err(give_up(error)),
        }
    }

    fn call(&self) -> (&Session, Headers) {
        (&self.session, self.session.headers(&[]))
    }
}

type Parts = (Vec<KeySchemaElement>, Vec<AttributeDefinition>, Option<Vec<GlobalSecondaryIndex>>);

fn parts(definition: &TableDefinition) -> Result<Parts, BuildError> {
    let mut attributes = Vec::new();
    for key in std::iter::once(&definition.key).chain(definition.indexes.iter().map(|(_, key)| key)) {
        for name in [&key.partition, &key.sort] {
            let attribute =
                AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S).build()?;
            if !attributes.contains(&attribute) {
                attributes.push(attribute);
            }
        }
    }
    let index = |(name, key): &(String, KeyAttributes)| {
        let projection = Projection::builder().projection_type(ProjectionType::KeysOnly).build();
        GlobalSecondaryIndex::builder()
            .index_name(name)
            .set_key_schema(Some(schema(key)?))
            .projection(projection)
            .build()
    };
    let indexes = definition.indexes.iter().map(index).collect::<Result<Vec<_>, _>>()?;
    Ok((schema(&definition.key)?, attributes, (!indexes.is_empty()).then_some(indexes)))
}

fn schema(key: &KeyAttributes) -> Result<Vec<KeySchemaElement>, BuildError> {
    let one = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    Ok(vec![one(&key.partition, KeyType::Hash)?, one(&key.sort, KeyType::Range)?])
}
