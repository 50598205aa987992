//! An image whose making ready is cut anywhere becomes one picture, and what arrived is gone.

use futures::future::join;
use medilink_kernel::{Clock, SystemClock};
use medilink_local::seed::documents;
use medilink_testkit::{Process, book, stored_objects};
use serde_json::{Value, json};
use std::time::Duration;

/// When the platform is killed: with the request, as soon as the picture is stored, with the answer.
#[derive(Debug, Clone, Copy)]
enum Cut {
    AtOnce,
    Stored,
    Answered,
}

const CUTS: [Cut; 6] = [Cut::Stored, Cut::AtOnce, Cut::Answered, Cut::Stored, Cut::AtOnce, Cut::Answered];

/// Waits until the object store looks like this.
async fn until(process: &Process, like: impl Fn(&[String]) -> bool) {
    for _ in 0..20_000 {
        if like(&stored_objects(process.data())) {
            return;
        }
        SystemClock.sleep(Duration::from_millis(1)).await;
    }
    panic!("{:?}", stored_objects(process.data()));
}

fn bare(id: &str) -> String {
    id.rsplit('_').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_is_cut_anywhere_is_one_picture_in_one_message() {
    let mut process = Process::start().await;
    let (patient, doctor) = tokio::join!(process.patient("Amina"), process.doctor("Kaci"));
    book(&patient, &doctor, 0).await;
    let ack = patient.socket().await.write(doctor.id(), "first", "Bonjour").await;
    let conversation = ack["conversationId"].as_str().expect("a conversation").to_owned();
    for (n, cut) in CUTS.into_iter().enumerate() {
        let image = patient.upload_image(&conversation, "image/png", &documents::png(90)).await;
        let path = format!("/v1/chat/images/{image}/ready");
        let ready = patient.try_send(reqwest::Method::POST, &path, Value::Null, None);
        match cut {
            Cut::AtOnce => drop(join(ready, process.kill()).await),
            Cut::Stored => {
                let picture = bare(&image);
                let is_there =
                    |keys: &[String]| keys.iter().any(|key| key.starts_with("images/") && key.ends_with(&picture));
                let kill = async {
                    until(&process, is_there).await;
                    process.kill().await;
                };
                // The answer may come first: then the cut is after it.
                drop(join(ready, kill).await);
            }
            Cut::Answered => {
                ready.await.expect("an answer").expect(200);
                process.kill().await;
            }
        }
        process.restart().await;
        let ready = patient.ready_image(&image).await.expect(200);
        assert_eq!(ready["imageId"], image.as_str(), "{cut:?}: {ready}");

        // The message is cut as well, and sent again.
        let name = format!("image-{n}");
        let show = json!({"action": "send", "clientId": name, "conversationId": conversation, "imageId": image});
        let mut phone = patient.socket().await;
        phone.raw(&show.to_string()).await;
        process.kill().await;
        process.restart().await;
        let ack = patient.socket().await.ask(&show, &name).await;
        assert_eq!(ack["number"], n + 2, "{cut:?}: {ack}");
    }
    let history = doctor.get(&format!("/v1/conversations/{conversation}/messages?limit=100")).await.expect(200);
    assert_eq!(history.items().len(), CUTS.len() + 1, "{history}");
    for message in history.items().iter().filter(|message| message["image"].is_object()) {
        let image = message["image"]["imageId"].as_str().expect("an id");
        doctor.get(&format!("/v1/chat/images/{image}")).await.expect(200);
    }
    let count = |keys: &[String], folder: &str| keys.iter().filter(|key| key.starts_with(folder)).count();
    until(&process, |keys| (count(keys, "images/"), count(keys, "arrivals/")) == (CUTS.len(), 0)).await;
}
