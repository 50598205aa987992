//! Which operation has a route: from the declarations alone.

use crate::registry;
use http::Method;
use matchit::Router;
use medilink_edge::Registered;
use std::collections::HashMap;

/// The routes of the API.
pub struct Routes(Router<HashMap<Method, Route>>);

/// One route.
#[derive(Clone)]
pub struct Route {
    /// Its operation.
    pub operation: &'static Registered,
    /// As API Gateway writes it: `POST /v1/login`.
    pub key: String,
}

/// What a path leads to.
pub enum Found {
    /// An operation and the decoded path parameters.
    Operation(Route, HashMap<String, String>),
    /// A path that these other methods have.
    OtherMethods(Vec<String>),
    /// Nothing.
    Nothing,
}

impl Routes {
    /// The routes of every operation.
    ///
    /// # Errors
    /// Where two declarations claim one route.
    pub fn new() -> Result<Self, String> {
        let mut by_path: HashMap<&str, HashMap<Method, Route>> = HashMap::new();
        for operation in registry::operations() {
            let Some((method, path)) = operation.spec().route() else { continue };
            let route = Route { operation, key: format!("{} {path}", method.as_str()) };
            let method = method.as_str().parse().map_err(|_| format!("{}: no method", route.key))?;
            if let Some(other) = by_path.entry(path).or_default().insert(method, route) {
                return Err(format!("{} is declared twice", other.key));
            }
        }
        let mut router = Router::new();
        for (path, methods) in by_path {
            router.insert(path, methods).map_err(|e| format!("{path}: {e}"))?;
        }
        Ok(Self(router))
    }

    /// What has this method and path.
    pub fn find(&self, method: &Method, path: &str) -> Found {
        let Ok(found) = self.0.at(path) else { return Found::Nothing };
        // A HEAD is a GET whose body stays here (RFC 9110, section 9.3.2).
        match found.value.get(if method == Method::HEAD { &Method::GET } else { method }) {
            Some(route) => {
                let parameters = found.params.iter().map(|(name, value)| (name.to_owned(), decode(value))).collect();
                Found::Operation(route.clone(), parameters)
            }
            None => {
                let mut methods: Vec<_> = found.value.keys().map(Method::to_string).collect();
                methods.sort();
                Found::OtherMethods(methods)
            }
        }
    }
}

/// Percent-decoding, as the HTTP API does it before a function sees the parameter; what is no UTF-8 names nothing.
fn decode(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = || u8::from_str_radix(std::str::from_utf8(tail.get(..2)?).ok()?, 16).ok();
        match (first, hex()) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_route_leads_to_its_operation() {
        let routes = Routes::new().unwrap();
        for operation in registry::operations() {
            let Some((method, path)) = operation.spec().route() else { continue };
            let concrete = path
                .split('/')
                .map(|part| if part.starts_with('{') { "x%C3%A9" } else { part })
                .collect::<Vec<_>>()
                .join("/");
            let method = method.as_str().parse().unwrap();
            match routes.find(&method, &concrete) {
                Found::Operation(route, parameters) => {
                    assert_eq!(route.operation.spec().id, operation.spec().id);
                    assert!(parameters.values().all(|value| value == "xé"));
                }
                _ => panic!("{path} leads nowhere"),
            }
        }
    }
}
