//! The samples of the catalogues, where there is none yet.

use crate::{
    client::{Client, ClientError},
    importing::{self, File},
};
use http::Method;
use medilink_catalogues::SAMPLES;
use serde_json::Value;

/// Imports the sample of every catalogue that has no edition.
pub async fn bring_about(admin: &Client) -> Result<(), ClientError> {
    let catalogues = admin.call(Method::GET, "/v1/admin/catalogues", &Value::Null, None).await?.expected(&[200])?;
    let empty = |kind: &str| {
        let mut all = catalogues.body["items"].as_array().into_iter().flatten();
        all.any(|catalogue| catalogue["kind"] == kind && catalogue["current"].is_null())
    };
    let imports = SAMPLES.into_iter().filter(|sample| empty(sample.kind.as_str())).map(|sample| async move {
        let file = File::named(sample.kind.as_str(), sample.name, sample.bytes.to_vec());
        let import = importing::send(admin, &file).await?;
        importing::compare(admin, &import, |_| {}).await?;
        importing::confirm(admin, &import).await
    });
    futures::future::try_join_all(imports).await.map(drop)
}
