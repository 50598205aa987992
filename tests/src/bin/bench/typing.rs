//! Medicines typed keystroke by keystroke at the whole nomenclature, where its file is at hand.

use crate::{load, scenarios::Scenario};
use medilink_testkit::Api;
use std::path::PathBuf;

/// What is typed, as people type it: plain, with a slip, with a strength, in Arabic letters.
const TYPED: [&str; 8] = [
    "doliprane 500",
    "amoxicilline 1g",
    "augmentin",
    "ventolnie",
    "paracetamol comp",
    "دوليبران",
    "اوغمنتين",
    "13 A 011",
];
/// How often each keystroke is sent.
const ROUNDS: usize = 20;
const NAME: &str = "medicines, a keystroke";

/// The scenario; `None` where nobody asked for it, or without the file. `MEDILINK_DATA_FILES` names its folder.
pub async fn prepare(api: &Api, only: &str) -> Option<Scenario> {
    if !NAME.contains(only) {
        return None;
    }
    let folder = std::env::var_os("MEDILINK_DATA_FILES").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let bytes = std::fs::read(folder.join("nomenclature-dz-2019-12.xlsx")).ok()?;
    api.admin().await.import("medicines", "nomenclature.xlsx", &bytes).await;
    let somebody = api.patient("Lina").await;
    let token = format!("Bearer {}", somebody.login["accessToken"].as_str().unwrap_or_default());
    let mut requests = Vec::new();
    for typed in TYPED {
        for length in 1..=typed.chars().count() {
            let beginning: String = typed.chars().take(length).collect();
            let path = format!("/v1/medications?q={}", encoded(&beginning));
            requests.push(load::request("GET", &path, &[("authorization", &token)], ""));
        }
    }
    Some(Scenario { name: NAME, requests: vec![requests; ROUNDS].concat(), status: 200 })
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
