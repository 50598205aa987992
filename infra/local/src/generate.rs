//! What is made from the declarations and committed under `infra/generated`, so that a change of the API is seen.

use crate::registry;
use bytes::Bytes;
use medilink_operation::{manifest::manifest, openapi::openapi, role_matrix::role_matrix};
use serde_json::Value;
use std::{io, path::Path, sync::LazyLock};

static OPENAPI: LazyLock<Bytes> = LazyLock::new(|| pretty(&openapi(&registry::described())).into());

/// The OpenAPI document as it is served.
pub fn openapi_text() -> Bytes {
    OPENAPI.clone()
}

/// The generated files by name.
pub fn files() -> Vec<(&'static str, String)> {
    let described = registry::described();
    vec![
        ("openapi.json", pretty(&openapi(&described))),
        ("operations.json", pretty(&manifest(&described))),
        ("role-matrix.md", role_matrix(&described)),
    ]
}

/// Writes them into a folder.
pub fn write(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    files().into_iter().try_for_each(|(name, text)| std::fs::write(folder.join(name), text))
}

fn pretty(value: &Value) -> String {
    // A JSON value always has a text.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
