//! Demo data, made through the public API at the first start.

use medilink_kernel::Email;
use serde_json::{Value, json};
use std::path::Path;
pub fn admin() -> (Email, &'static str) { (Email::new("admin@medilink.example").unwrap_or_else(|| unreachable!()), "demo-admin-2026") }
pub fn accounts() -> Value { json!([]) }
pub fn needed(_data: &Path) -> bool { false }
pub async fn run(_url: &str, _data: &Path) -> Result<(), String> { Ok(()) }
