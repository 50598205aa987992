//! What a presigned upload lets through, and what it does not.

use crate::support::*;
use medilink_blobs::Presigned;
use medilink_objects::Objects;

#[tokio::test]
async fn the_promised_bytes_are_stored() {
    let store = store().await;
    let put = store.put_of("reg/licence", PDF).await;
    assert_eq!(store.send(&put, PDF).await.status(), 200);
    assert_eq!(store.stored(), [("reg/licence".to_owned(), hex(PDF))]);
    let head = store.blobs.head("reg/licence").await.unwrap().unwrap();
    assert_eq!((head.size, head.sha256), (PDF.len() as u64, Some(sha256(PDF))));
    assert_eq!(head.content_type.as_deref(), Some("application/pdf"));
    assert_eq!(store.send(&put, PDF).await.status(), 200, "the same again does no harm");
    assert_eq!(store.stored().len(), 1);
}

#[tokio::test]
async fn other_bytes_of_the_promised_length_are_refused() {
    let store = store().await;
    let mut other = PDF.to_vec();
    other[9] ^= 1;
    let answer = store.send(&store.put_of("k", PDF).await, &other).await;
    assert_refused(&store, answer, 400, "BadDigest").await;
}

#[tokio::test]
async fn each_bound_header_is_held_to_its_value() {
    let store = store().await;
    let changes: [(&str, &str); 3] = [
        ("content-type", "text/html"),
        ("x-amz-checksum-sha256", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("content-length", "31"),
    ];
    for (name, value) in changes {
        let mut put = store.put_of("k", PDF).await;
        put.headers.insert(name.into(), value.into());
        let length: usize = put.headers["content-length"].parse().unwrap();
        let answer = store.send(&put, &PDF[..length]).await;
        assert_refused(&store, answer, 403, "SignatureDoesNotMatch").await;
    }
    for name in ["content-type", "x-amz-checksum-sha256"] {
        let mut put = store.put_of("k", PDF).await;
        put.headers.remove(name);
        let answer = store.send(&put, PDF).await;
        assert_refused(&store, answer, 403, "SignatureDoesNotMatch").await;
    }
}

#[tokio::test]
async fn a_header_that_was_not_signed_is_refused() {
    let store = store().await;
    let mut put = store.put_of("k", PDF).await;
    put.headers.insert("x-amz-tagging".into(), "a=b".into());
    let answer = store.send(&put, PDF).await;
    assert_refused(&store, answer, 403, "AccessDenied").await;
}

#[tokio::test]
async fn the_hour_of_the_platform_decides() {
    let store = store().await;
    let put = store.put_of("k", PDF).await;
    store.clock.advance(jiff::SignedDuration::from_secs(61));
    let answer = store.send(&put, PDF).await;
    assert_refused(&store, answer, 403, "AccessDenied").await;

    let later = store.blobs.presign_put("k", pdf(PDF), MINUTE, NOW + 20 * MINUTE).await.unwrap();
    let answer = store.send(&later, PDF).await;
    assert_refused(&store, answer, 403, "RequestTimeTooSkewed").await;
}

#[tokio::test]
async fn an_altered_address_is_refused() {
    let store = store().await;
    let put = store.put_of("reg/a", PDF).await;
    let at = put.url.find("X-Amz-Signature=").unwrap() + "X-Amz-Signature=".len();
    let other = if put.url[at..].starts_with('0') { "1" } else { "0" };
    let mut forged = put.url.clone();
    forged.replace_range(at..=at, other);
    let cases = [
        (forged, "SignatureDoesNotMatch"),
        (put.url.replace("/reg/a?", "/reg/b?"), "SignatureDoesNotMatch"),
        (put.url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"), "SignatureDoesNotMatch"),
        (put.url.replace("content-length%3B", ""), "SignatureDoesNotMatch"),
        (put.url.clone() + "&extra=1", "SignatureDoesNotMatch"),
        (put.url.clone() + "&X-Amz-Expires=6000", "AuthorizationQueryParametersError"),
        (put.url.replace("X-Amz-Signature", "X%2DAmz-Signature"), "AuthorizationQueryParametersError"),
        (put.url.replace("AWS4-HMAC-SHA256", "none"), "AuthorizationQueryParametersError"),
        (put.url.replace("Credential=local", "Credential=other"), "InvalidAccessKeyId"),
    ];
    for (url, code) in cases {
        assert_ne!(url, put.url);
        let answer = store.send(&Presigned { url, ..put.clone() }, PDF).await;
        let status = if code == "AuthorizationQueryParametersError" { 400 } else { 403 };
        assert_refused(&store, answer, status, code).await;
    }
    let deletion = Presigned { method: "DELETE".into(), ..put };
    let answer = store.send(&deletion, PDF).await;
    assert_refused(&store, answer, 403, "SignatureDoesNotMatch").await;
}

#[tokio::test]
async fn nobody_gets_in_without_the_key() {
    let store = store().await;
    let url = format!("http://{}/{BUCKET}/k", store.address);
    let answer = store.http.put(&url).body(PDF).send().await.unwrap();
    assert_refused(&store, answer, 403, "AccessDenied").await;
    let answer = store.http.post(&url).body(PDF).send().await.unwrap();
    assert_refused(&store, answer, 405, "MethodNotAllowed").await;
    let stranger = blobs(&store.address, "local", "another secret");
    let put = stranger.presign_put("k", pdf(PDF), MINUTE, NOW).await.unwrap();
    let answer = store.send(&put, PDF).await;
    assert_refused(&store, answer, 403, "SignatureDoesNotMatch").await;
    assert!(stranger.head("k").await.is_err());
}

#[tokio::test]
async fn an_upload_cut_short_leaves_nothing() {
    let store = store().await;
    let put = store.put_of("k", PDF).await;
    let request = raw(&put, &store.address, put.url.split_once(&store.address).unwrap().1, &PDF[..10]);
    let mut stream = tokio::net::TcpStream::connect(&store.address).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, &request).await.unwrap();
    tokio::io::AsyncWriteExt::shutdown(&mut stream).await.unwrap();
    let mut answer = Vec::new();
    let _closed = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut answer).await;
    assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
    assert_eq!(store.stored(), []);
    store.store("k", PDF).await;
}

#[tokio::test]
async fn the_longest_object_is_taken_and_no_longer_one() {
    let store = store().await;
    let longest = vec![7; usize::try_from(Objects::MAX_OBJECT).unwrap()];
    store.store("k", &longest).await;
    assert_eq!(store.stored(), [("k".to_owned(), hex(&longest))]);
    store.blobs.delete("k").await.unwrap();
    let put = store.blobs.presign_put("k", pdf(&longest), MINUTE, NOW).await.unwrap();
    let upload = medilink_blobs::Upload { size: Objects::MAX_OBJECT + 1, ..pdf(PDF) };
    let too_long = store.blobs.presign_put("k", upload, MINUTE, NOW).await.unwrap();
    assert_ne!(put, too_long);
    // Refused by what was announced, before anything is read.
    let path = too_long.url.split_once(&store.address).unwrap().1;
    let answer = store.send_raw(&raw(&too_long, &store.address, path, b"")).await;
    assert!(answer.contains("EntityTooLarge"), "{answer}");
    assert_eq!(store.stored(), []);
}

#[tokio::test]
async fn no_key_leaves_the_bucket() {
    let store = store().await;
    let sdk = sdk(&store.address);
    for key in ["../outside", "a/../../outside", "a/./b", "a//b", "a\0b", "..", "a\\..\\b"] {
        assert!(store.blobs.presign_put(key, pdf(PDF), MINUTE, NOW).await.is_err(), "{key:?}");
        let put = presign_any(&sdk, key, PDF).await;
        let path = put.url.split_once(&store.address).unwrap().1;
        let answer = store.send_raw(&raw(&put, &store.address, path, PDF)).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{key:?}: {answer}");
        assert!(answer.contains("<Code>InvalidArgument</Code>"), "{key:?}: {answer}");
        assert_eq!(store.stored(), []);
    }
}

fn raw(put: &Presigned, host: &str, path: &str, body: &[u8]) -> Vec<u8> {
    let mut text = format!("PUT {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in &put.headers {
        text += &format!("{name}: {value}\r\n");
    }
    [text.as_bytes(), b"\r\n", body].concat()
}
