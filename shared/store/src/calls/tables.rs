//! Making and removing a table.

use super::Done;
use crate::{KeyAttributes, TableDefinition, client::Call, failure::Failure};
use aws_sdk_dynamodb::{
    Client,
    error::BuildError,
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
        ScalarAttributeType, StreamSpecification, StreamViewType, TimeToLiveSpecification,
    },
};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

/// Asks how a table stands.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeTable<'a> {
    pub(crate) table_name: &'a str,
}

/// How it stands.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Described {
    table: Option<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    table_status: Option<String>,
}

impl Described {
    pub(crate) fn status(&self) -> Option<&str> {
        self.table.as_ref()?.table_status.as_deref()
    }
}

impl Call for DescribeTable<'_> {
    const ACTION: &'static str = "DescribeTable";
    type Answer = Described;

    async fn by_sdk(&self, sdk: &Client) -> Result<Described, Failure> {
        let answer = sdk.describe_table().table_name(self.table_name).send().await?;
        let status = |status| Status { table_status: Some(status) };
        let table = answer.table.and_then(|table| table.table_status).map(|s| status(s.as_str().to_owned()));
        Ok(Described { table })
    }
}

/// Makes a table.
pub(crate) struct CreateTable<'a> {
    pub(crate) table_name: &'a str,
    pub(crate) definition: &'a TableDefinition,
}

impl Serialize for CreateTable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let schema = |key: &KeyAttributes| json!([{"AttributeName": key.partition, "KeyType": "HASH"}, {"AttributeName": key.sort, "KeyType": "RANGE"}]);
        let attribute = |name: &str| json!({"AttributeName": name, "AttributeType": "S"});
        let index = |(name, key): &(String, KeyAttributes)| json!({"IndexName": name, "KeySchema": schema(key), "Projection": {"ProjectionType": "KEYS_ONLY"}});
        let mut request = json!({
            "TableName": self.table_name,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": schema(&self.definition.key),
            "AttributeDefinitions": names(self.definition).into_iter().map(attribute).collect::<Value>(),
        });
        if !self.definition.indexes.is_empty() {
            request["GlobalSecondaryIndexes"] = self.definition.indexes.iter().map(index).collect();
        }
        if self.definition.stream {
            request["StreamSpecification"] = json!({"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"});
        }
        request.serialize(serializer)
    }
}

impl Call for CreateTable<'_> {
    const ACTION: &'static str = "CreateTable";
    type Answer = Done;

    async fn by_sdk(&self, sdk: &Client) -> Result<Done, Failure> {
        let (keys, attributes, indexes) = parts(self.definition).map_err(|e| Failure::Broken(e.to_string()))?;
        let call = sdk.create_table().table_name(self.table_name).billing_mode(BillingMode::PayPerRequest);
        let call = call.set_key_schema(Some(keys)).set_attribute_definitions(Some(attributes));
        let told =
            StreamSpecification::builder().stream_enabled(true).stream_view_type(StreamViewType::NewAndOldImages);
        let told = self.definition.stream.then(|| told.build()).transpose();
        let told = told.map_err(|e| Failure::Broken(e.to_string()))?;
        call.set_global_secondary_indexes(indexes).set_stream_specification(told).send().await?;
        Ok(Done {})
    }
}

/// Lets items end by an attribute.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ExpireBy<'a> {
    table_name: &'a str,
    time_to_live_specification: Expiry<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Expiry<'a> {
    attribute_name: &'a str,
    enabled: bool,
}

impl<'a> ExpireBy<'a> {
    pub(crate) fn new(table_name: &'a str, attribute_name: &'a str) -> Self {
        Self { table_name, time_to_live_specification: Expiry { attribute_name, enabled: true } }
    }
}

impl Call for ExpireBy<'_> {
    const ACTION: &'static str = "UpdateTimeToLive";
    type Answer = Done;

    async fn by_sdk(&self, sdk: &Client) -> Result<Done, Failure> {
        let rule = &self.time_to_live_specification;
        let rule = TimeToLiveSpecification::builder().attribute_name(rule.attribute_name).enabled(rule.enabled).build();
        let rule = rule.map_err(|e| Failure::Broken(e.to_string()))?;
        sdk.update_time_to_live().table_name(self.table_name).time_to_live_specification(rule).send().await?;
        Ok(Done {})
    }
}

/// Removes a table.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteTable<'a> {
    pub(crate) table_name: &'a str,
}

impl Call for DeleteTable<'_> {
    const ACTION: &'static str = "DeleteTable";
    type Answer = Done;

    async fn by_sdk(&self, sdk: &Client) -> Result<Done, Failure> {
        sdk.delete_table().table_name(self.table_name).send().await?;
        Ok(Done {})
    }
}

/// The attributes of all keys, each once.
fn names(definition: &TableDefinition) -> Vec<&str> {
    let mut names = Vec::new();
    for key in std::iter::once(&definition.key).chain(definition.indexes.iter().map(|(_, key)| key)) {
        for name in [&*key.partition, &*key.sort] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

type Parts = (Vec<KeySchemaElement>, Vec<AttributeDefinition>, Option<Vec<GlobalSecondaryIndex>>);

fn parts(definition: &TableDefinition) -> Result<Parts, BuildError> {
    let attribute =
        |name: &str| AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S).build();
    let index = |(name, key): &(String, KeyAttributes)| {
        let projection = Projection::builder().projection_type(ProjectionType::KeysOnly).build();
        GlobalSecondaryIndex::builder()
            .index_name(name)
            .set_key_schema(Some(schema(key)?))
            .projection(projection)
            .build()
    };
    let attributes = names(definition).into_iter().map(attribute).collect::<Result<Vec<_>, _>>()?;
    let indexes = definition.indexes.iter().map(index).collect::<Result<Vec<_>, _>>()?;
    Ok((schema(&definition.key)?, attributes, (!indexes.is_empty()).then_some(indexes)))
}

fn schema(key: &KeyAttributes) -> Result<Vec<KeySchemaElement>, BuildError> {
    let one = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    Ok(vec![one(&key.partition, KeyType::Hash)?, one(&key.sort, KeyType::Range)?])
}
