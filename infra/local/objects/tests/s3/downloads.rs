//! What can be read back, and how.

use crate::support::*;

#[tokio::test]
async fn a_link_fetches_the_bytes_under_the_name_it_gives() {
    let store = store().await;
    store.store("k", PDF).await;
    let get = store.blobs.presign_get("k", "رخصة.pdf", MINUTE, NOW).await.unwrap();
    let answer = store.send(&get, b"").await;
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-length"), PDF.len().to_string());
    assert!(header("content-disposition").starts_with("attachment; filename=\"____.pdf\""));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "sandbox");
    assert_eq!(answer.bytes().await.unwrap(), PDF);

    store.clock.advance(jiff::SignedDuration::from_secs(61));
    assert_eq!(store.send(&get, b"").await.status(), 403);
}

#[tokio::test]
async fn what_an_operation_stores_is_shown_as_it_says() {
    let store = store().await;
    store.store("k", PDF).await;
    store.blobs.put("k", "image/png", PDF.into()).await.unwrap();
    let head = store.blobs.head("k").await.unwrap().unwrap();
    assert_eq!((head.size, head.content_type.as_deref()), (PDF.len() as u64, Some("image/png")));
    assert_eq!(head.sha256, Some(sha256(PDF)));
    let get = store.blobs.presign_show("k", "image/webp", MINUTE, NOW).await.unwrap();
    let answer = store.send(&get, b"").await;
    let header = |name: &str| answer.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!((header("content-type").as_str(), header("content-disposition").as_str()), ("image/webp", "inline"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(answer.bytes().await.unwrap(), PDF);
}

#[tokio::test]
async fn a_link_opens_one_object_only() {
    let store = store().await;
    store.store("a", PDF).await;
    store.store("b", PDF).await;
    let mut get = store.blobs.presign_get("a", "a", MINUTE, NOW).await.unwrap();
    get.url = get.url.replace("/a?", "/b?");
    assert_eq!(store.send(&get, b"").await.status(), 403);
    get.url = get.url.replace("/b?", "/?");
    assert_eq!(store.send(&get, b"").await.status(), 403);
    let missing = store.blobs.presign_get("c", "c", MINUTE, NOW).await.unwrap();
    assert_eq!(store.send(&missing, b"").await.status(), 404);
}

#[tokio::test]
async fn ranges_give_that_part() {
    let store = store().await;
    let bytes: Vec<u8> = (0..200_000u32).map(|n| n as u8).collect();
    store.store("k", &bytes).await;
    let get = store.blobs.presign_get("k", "k", MINUTE, NOW).await.unwrap();
    for (range, from, to) in [
        ("0-11", 0, 11),
        ("100-100", 100, 100),
        ("199990-", 199_990, 199_999),
        ("-7", 199_993, 199_999),
        ("70000-900000", 70_000, 199_999),
    ] {
        let answer = store.http.get(&get.url).header("range", format!("bytes={range}")).send().await.unwrap();
        assert_eq!(answer.status(), 206, "{range}");
        let said = answer.headers()["content-range"].to_str().unwrap().to_owned();
        assert_eq!(said, format!("bytes {from}-{to}/200000"));
        assert_eq!(answer.bytes().await.unwrap(), bytes[from..=to], "{range}");
    }
    let answer = store.http.get(&get.url).header("range", "bytes=200000-").send().await.unwrap();
    assert_eq!(answer.status(), 416);
}

#[tokio::test]
async fn the_platform_reads_whole_objects_and_their_first_bytes() {
    let store = store().await;
    store.store("k", PDF).await;
    store.store("empty", b"").await;
    let blobs = &store.blobs;
    assert_eq!(blobs.get("k").await.unwrap().unwrap(), PDF);
    assert_eq!(blobs.get_prefix("k", 12).await.unwrap().unwrap(), PDF[..12]);
    assert_eq!(blobs.get_prefix("k", 5000).await.unwrap().unwrap(), PDF);
    assert_eq!(blobs.get_prefix("k", 0).await.unwrap().unwrap().len(), 0);
    assert_eq!(blobs.get_prefix("empty", 12).await.unwrap().unwrap().len(), 0);
    assert_eq!(blobs.get("empty").await.unwrap().unwrap().len(), 0);
    assert_eq!(blobs.head("none").await.unwrap(), None);
    assert_eq!(blobs.get("none").await.unwrap(), None);
    assert_eq!(blobs.get_prefix("none", 12).await.unwrap(), None);
}

#[tokio::test]
async fn overwriting_and_removing() {
    let store = store().await;
    store.store("k", PDF).await;
    store.store("k", b"%PDF-2.0 other").await;
    assert_eq!(store.blobs.get("k").await.unwrap().unwrap(), &b"%PDF-2.0 other"[..]);
    store.blobs.delete("k").await.unwrap();
    store.blobs.delete("k").await.unwrap();
    assert_eq!(store.blobs.head("k").await.unwrap(), None);
}

#[tokio::test]
async fn another_bucket_is_a_fault_and_not_a_missing_object() {
    let store = store().await;
    let elsewhere = blobs_of(&store.address, "elsewhere", "local", SECRET);
    let error = elsewhere.get("k").await.unwrap_err();
    assert!(error.to_string().contains("NoSuchBucket"), "{error}");
}

#[tokio::test]
async fn lists_come_by_prefix_in_pages() {
    let store = store().await;
    for key in ["b/1", "a/3", "a/1", "a/2", "ab"] {
        store.store(key, PDF).await;
    }
    let sdk = sdk(&store.address);
    let first = sdk.list_objects_v2().bucket(BUCKET).prefix("a/").max_keys(2).send().await.unwrap();
    let keys =
        |objects: &[aws_sdk_s3::types::Object]| objects.iter().map(|o| o.key().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(keys(first.contents()), ["a/1", "a/2"]);
    assert_eq!(first.is_truncated(), Some(true));
    let token = first.next_continuation_token().unwrap();
    let rest = sdk.list_objects_v2().bucket(BUCKET).prefix("a/").continuation_token(token).send().await.unwrap();
    assert_eq!((keys(rest.contents()), rest.is_truncated()), (vec!["a/3".to_owned()], Some(false)));
}

#[tokio::test]
async fn pages_of_allowed_origins_may_transfer() {
    let store = store().await;
    let url = format!("http://{}/{BUCKET}/k", store.address);
    let ask = |origin: &'static str| {
        let request = store.http.request(reqwest::Method::OPTIONS, &url).header("origin", origin);
        request.header("access-control-request-method", "PUT").send()
    };
    let yes = ask("http://page.test").await.unwrap();
    assert_eq!(
        (yes.status().as_u16(), &yes.headers()["access-control-allow-origin"]),
        (204, &"http://page.test".parse().unwrap())
    );
    assert!(yes.headers()["access-control-allow-methods"].to_str().unwrap().contains("PUT"));
    let allowed = yes.headers()["access-control-allow-headers"].to_str().unwrap();
    assert!(
        store.put_of("k", PDF).await.headers.keys().filter(|h| *h != "content-length").all(|h| allowed.contains(h))
    );
    let no = ask("http://evil.test").await.unwrap();
    assert_eq!((no.status().as_u16(), no.headers().get("access-control-allow-origin")), (403, None));

    store.store("k", PDF).await;
    let get = store.blobs.presign_get("k", "k", MINUTE, NOW).await.unwrap();
    let answer = store.http.get(&get.url).header("origin", "http://page.test").send().await.unwrap();
    assert_eq!(answer.headers()["access-control-allow-origin"], "http://page.test");
    let answer = store.http.get(&get.url).header("origin", "http://evil.test").send().await.unwrap();
    assert_eq!(answer.headers().get("access-control-allow-origin"), None);
}
