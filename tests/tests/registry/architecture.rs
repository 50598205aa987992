//! Which crate may use which, what is generated, and how long a file may be.

use crate::samples::root;
use cargo_metadata::{DependencyKind, MetadataCommand};
use medilink_local::generate;
use std::path::{Path, PathBuf};

/// The layers, from the bottom: a crate uses only what stands in a layer below its own.
const LAYERS: [&[&str]; 9] = [
    &["kernel"],
    &["operation", "catalogue"],
    &["auth", "store", "blobs", "push"],
    &["records"],
    &["edge"],
    &["runtime", "tenant-infra", "library"],
    &[
        "catalogues",
        "identity",
        "tenants",
        "directory",
        "scheduling",
        "consultations",
        "prescriptions",
        "chat",
        "notifications",
        "streams",
        "audit",
        "timeline",
    ],
    &["dynamo", "objects"],
    &["local"],
];
/// What only tests use.
const TEST_LAYERS: [&[&str]; 2] = [&["testkit"], &["tests"]];
const LONGEST: usize = 400;

#[test]
fn dependencies_lead_down_and_domains_know_nothing_of_each_other() {
    let layers: Vec<_> = LAYERS.iter().chain(&TEST_LAYERS).collect();
    let layer = |name: &str| {
        let short = name.strip_prefix("medilink-")?;
        let layer = layers.iter().position(|layer| layer.contains(&short));
        Some(layer.unwrap_or_else(|| panic!("{name} stands in no layer")))
    };
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().expect("metadata");
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        let own = layer(&package.name).unwrap_or_else(|| panic!("{} is not named after the product", package.name));
        for dependency in package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal) {
            if layer(&dependency.name).is_some_and(|layer| layer >= own) {
                wrong.push(format!("{} -> {}", package.name, dependency.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(metadata.packages.len(), layers.iter().map(|layer| layer.len()).sum::<usize>());
}

#[test]
fn what_is_generated_is_current() {
    for (name, text) in generate::files() {
        let committed = std::fs::read_to_string(root().join("infra/generated").join(name)).unwrap_or_default();
        assert!(committed == text, "infra/generated/{name} is out of date: make generate");
    }
}

#[test]
fn no_file_is_longer_than_it_may_be() {
    let mut files = Vec::new();
    for folder in ["functions", "infra", "shared", "tests"] {
        sources(&root().join(folder), &mut files);
    }
    assert!(files.len() > 100, "{} files", files.len());
    let long: Vec<_> = files
        .iter()
        .map(|path| (path, std::fs::read_to_string(path).expect("a file").lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules" && name != "target") {
            sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}
