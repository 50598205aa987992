//! The guard's server, as a function in a process of its own meets it.

use std::sync::Arc;

use crate::common::{OWN, SERVER_KEY, TABLE, client_over, guard, key, mine};
use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use medilink_dynamo::{Action, Fault, serve};
use tokio::net::TcpListener;

#[tokio::test]
async fn the_key_opens_it_and_the_policy_still_holds() {
    let guard = guard().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(serve(listener, Arc::clone(&guard), SERVER_KEY.into()));
    let http = aws_smithy_http_client::Builder::new().build_http();
    let client = client_over(http, url.clone(), "test.tenant", OWN);
    client.put_item().table_name(TABLE).set_item(Some(key(&mine("A"), "1"))).send().await.unwrap();
    let got = client.get_item().table_name(TABLE).set_key(Some(key(&mine("A"), "1"))).send().await.unwrap();
    assert!(got.item.is_some());
    let denied = client.get_item().table_name(TABLE).set_key(Some(key("USER#1", "1"))).send().await.unwrap_err();
    assert_eq!(denied.code(), Some("AccessDeniedException"));
    guard.faults().force(Action::GetItem, Fault::LostReply);
    let lost = client.get_item().table_name(TABLE).set_key(Some(key(&mine("A"), "1"))).send().await.unwrap_err();
    assert!(lost.as_service_error().is_none());
    let wrong =
        format!("POST / HTTP/1.1\r\nhost: x\r\nx-medilink-key: {}\r\ncontent-length: 0\r\n\r\n", "f".repeat(16));
    assert!(raw(&url, &wrong).await.starts_with("HTTP/1.1 403"));
    assert!(raw(&url, "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n").await.starts_with("HTTP/1.1 403"));
    server.abort();
}

async fn raw(url: &str, request: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut buffer = vec![0; 1024];
    let read = stream.read(&mut buffer).await.unwrap();
    String::from_utf8_lossy(&buffer[..read]).into_owned()
}
