use medilink_store::{KeyAttributes, TableDefinition};
use serde::Deserialize;

/// The CloudFormation template of what one silo tenant has to itself: the very text that the cloud deploys.
pub const TEMPLATE: &str = include_str!("../template.json");

/// Why a template gives no table.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It does not read.
    #[error("the tenant template: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It asks for something that the platform's tables do not have.
    #[error("the tenant template: {0}")]
    Unexpected(&'static str),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Template {
    resources: Resources,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resources {
    table: Table,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Table {
    properties: Properties,
}

/// What a table is to its clients. How it is encrypted, backed up and protected is the cloud's matter alone.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Properties {
    attribute_definitions: Vec<Attribute>,
    key_schema: Vec<KeyPart>,
    global_secondary_indexes: Vec<Index>,
    stream_specification: Stream,
    time_to_live_specification: Expiry,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute {
    attribute_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct KeyPart {
    attribute_name: String,
    key_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Index {
    index_name: String,
    key_schema: Vec<KeyPart>,
    projection: Projection,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Projection {
    projection_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stream {
    stream_view_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Expiry {
    attribute_name: String,
    enabled: bool,
}

/// The table that a template describes.
///
/// # Errors
/// Where the template does not read, or asks for keys that are not texts, for indexes that hold more than keys, or for a
/// stream that tells less than items before and after.
pub fn from_template(text: &str) -> Result<TableDefinition, TemplateError> {
    let table = serde_json::from_str::<Template>(text)?.resources.table.properties;
    if table.attribute_definitions.iter().any(|attribute| attribute.attribute_type != "S") {
        return Err(TemplateError::Unexpected("a key that is not a text"));
    }
    if table.stream_specification.stream_view_type != "NEW_AND_OLD_IMAGES" {
        return Err(TemplateError::Unexpected("a stream without the items before and after"));
    }
    let index = |index: &Index| match index.projection.projection_type.as_str() {
        "KEYS_ONLY" => Ok((index.index_name.clone(), key(&index.key_schema)?)),
        _ => Err(TemplateError::Unexpected("an index that holds more than keys")),
    };
    Ok(TableDefinition {
        key: key(&table.key_schema)?,
        indexes: table.global_secondary_indexes.iter().map(index).collect::<Result<_, _>>()?,
        expiry: table.time_to_live_specification.enabled.then_some(table.time_to_live_specification.attribute_name),
        stream: true,
    })
}

fn key(parts: &[KeyPart]) -> Result<KeyAttributes, TemplateError> {
    let part = |kind: &str| parts.iter().find(|part| part.key_type == kind).map(|part| part.attribute_name.clone());
    match (part("HASH"), part("RANGE")) {
        (Some(partition), Some(sort)) => Ok(KeyAttributes { partition, sort }),
        _ => Err(TemplateError::Unexpected("a key without a partition or an order")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_operation::policy::SILO_TABLE_PREFIX;
    use serde_json::{Value, json};

    fn keys(partition: &str, sort: &str) -> KeyAttributes {
        KeyAttributes { partition: partition.into(), sort: sort.into() }
    }

    #[test]
    fn the_template_describes_the_tables_that_the_store_speaks_to() {
        let definition = from_template(TEMPLATE).unwrap();
        assert_eq!(definition.key, keys("pk", "sk"));
        assert_eq!(definition.indexes, [("gsi1".to_owned(), keys("gsi1pk", "gsi1sk"))]);
        assert_eq!(definition.expiry.as_deref(), Some("ttl"));
        assert!(definition.stream);
    }

    #[test]
    fn the_cloud_gets_a_protected_table_under_its_own_key() {
        let template: Value = serde_json::from_str(TEMPLATE).unwrap();
        let table = &template["Resources"]["Table"];
        let properties = &table["Properties"];
        assert_eq!(properties["TableName"], json!({"Fn::Sub": format!("{SILO_TABLE_PREFIX}${{TenantId}}")}));
        assert_eq!(properties["BillingMode"], "PAY_PER_REQUEST");
        assert_eq!(properties["DeletionProtectionEnabled"], true);
        assert_eq!(properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true);
        assert_eq!(properties["SSESpecification"]["KMSMasterKeyId"], json!({"Fn::GetAtt": ["Key", "Arn"]}));
        assert_eq!(
            (&table["DeletionPolicy"], &template["Resources"]["Key"]["DeletionPolicy"]),
            (&json!("Retain"), &json!("Retain"))
        );
    }

    #[test]
    fn what_the_store_could_not_use_is_refused() {
        let changes = [
            ("\"S\"", "\"N\""),
            ("KEYS_ONLY", "ALL"),
            ("\"RANGE\"", "\"HASH\""),
            ("KeySchema", "Keys"),
            ("NEW_AND_OLD_IMAGES", "NEW_IMAGE"),
        ];
        for (from, to) in changes {
            assert!(from_template(&TEMPLATE.replace(from, to)).is_err(), "{to}");
        }
    }
}
