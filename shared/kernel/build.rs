#![expect(clippy::panic, reason = "a build script speaks by failing")]
//! Fails the build where one of the three languages lacks a message that another has, or names other variables in it.

use fluent_syntax::{ast, parser, serializer};
use std::collections::{BTreeMap, BTreeSet};

fn variables(message: &ast::Message<String>) -> BTreeSet<String> {
    let text = serializer::serialize(&ast::Resource { body: vec![ast::Entry::Message(message.clone())] });
    let name =
        |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect::<String>();
    text.split('$').skip(1).map(name).collect()
}

fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = format!("i18n/{language}.ftl");
    println!("cargo::rerun-if-changed={path}");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let resource = parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
    let mut found = BTreeMap::new();
    for entry in &resource.body {
        if let ast::Entry::Message(message) = entry {
            let twice = found.insert(message.id.name.clone(), variables(message));
            assert!(twice.is_none(), "{path}: {} stands twice", message.id.name);
        }
    }
    found
}

fn main() {
    let english = messages("en");
    for language in ["ar", "fr"] {
        let other = messages(language);
        for (key, variables) in &english {
            assert_eq!(
                other.get(key),
                Some(variables),
                "i18n/{language}.ftl: {key} is missing or names other variables"
            );
        }
        for key in other.keys() {
            assert!(english.contains_key(key), "i18n/en.ftl: {key} is missing, i18n/{language}.ftl has it");
        }
    }
}
