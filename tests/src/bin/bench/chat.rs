//! Messages through sockets: each is acknowledged durably and delivered to one receiver who is there.

use crate::load::Run;
use futures::future::join_all;
use medilink_testkit::{Actor, Api, Socket, book};
use serde_json::json;
use std::time::Instant;

/// Messages that a sender has under way at once.
const WINDOW: usize = 16;

/// Patients who write and doctors who read, each with one socket.
pub struct Talk {
    writers: Vec<(Actor, String)>,
    readers: Vec<Actor>,
}

/// So many sockets in all: a few doctors read what all others write.
pub async fn prepare(api: &Api, sockets: usize) -> Talk {
    let readers = join_all((0..(sockets / 30).max(1)).map(|_| api.doctor("Mansouri"))).await;
    let mut writers = Vec::new();
    for n in 0..sockets - readers.len() {
        let (patient, doctor) = (api.patient("Amina").await, &readers[n % readers.len()]);
        book(&patient, doctor, n / readers.len()).await;
        writers.push((patient, doctor.id().to_owned()));
    }
    Talk { writers, readers }
}

/// Sends so many messages in all; the times are those from sending to receiving. The sockets are given back open: what
/// follows the messages should find everybody there.
#[expect(clippy::disallowed_methods, reason = "measuring is what the bench is for")]
pub async fn run(talk: &Talk, messages: usize) -> (Run, Vec<Socket>) {
    let each = messages / talk.writers.len();
    let readers = join_all(talk.readers.iter().map(Actor::socket)).await;
    let writers = join_all(talk.writers.iter().map(|(writer, _)| writer.socket())).await;
    let begun = Instant::now();
    let reading: Vec<_> = readers
        .into_iter()
        .enumerate()
        .map(|(n, socket)| {
            let writers = (n..talk.writers.len()).step_by(talk.readers.len()).count();
            tokio::spawn(read(socket, writers * each, begun))
        })
        .collect();
    let writing: Vec<_> = writers
        .into_iter()
        .zip(&talk.writers)
        .map(|(socket, (_, to))| tokio::spawn(write(socket, to.clone(), each, begun)))
        .collect();
    let (mut wrong, mut micros, mut open) = (0, Vec::new(), Vec::new());
    for (socket, refused) in join_all(writing).await.into_iter().flatten() {
        wrong += refused;
        open.push(socket);
    }
    for (socket, received) in join_all(reading).await.into_iter().flatten() {
        micros.extend(received);
        open.push(socket);
    }
    let seconds = begun.elapsed().as_secs_f64();
    micros.sort_unstable();
    (Run { micros, seconds, wrong }, open)
}

/// Sends and counts what was refused; the text says when it was sent.
async fn write(mut socket: Socket, to: String, count: usize, begun: Instant) -> (Socket, usize) {
    let (mut sent, mut answered, mut refused) = (0, 0, 0);
    while answered < count {
        while sent < count && sent - answered < WINDOW {
            let name = format!("{:x}-{sent}", begun.elapsed().as_nanos());
            let text = begun.elapsed().as_micros().to_string();
            socket.raw(&json!({"action": "send", "clientId": name, "to": to, "text": text}).to_string()).await;
            sent += 1;
        }
        let Some(frame) = socket.receive().await else { return (socket, refused + count - answered) };
        match frame["type"].as_str() {
            Some("ack") => answered += 1,
            Some("error") => {
                answered += 1;
                refused += 1;
            }
            _ => {}
        }
    }
    (socket, refused)
}

async fn read(mut socket: Socket, count: usize, begun: Instant) -> (Socket, Vec<u64>) {
    let mut micros = Vec::with_capacity(count);
    while micros.len() < count {
        let Some(frame) = socket.receive().await else { break };
        if let Some(sent) = frame["text"].as_str().and_then(|text| text.parse::<u64>().ok()) {
            let now = begun.elapsed().as_micros() as u64;
            micros.push(now.saturating_sub(sent));
        }
    }
    (socket, micros)
}
