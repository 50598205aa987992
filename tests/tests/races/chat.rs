//! Many talk at once while half of the sockets are cut again and again: nothing is lost, nothing doubled, and each
//! conversation has one order.

use futures::future::join_all;
use medilink_testkit::{Actor, Socket, World, book};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// 50 doctors with two devices each, and as many patients as devices: 200 sockets.
const DOCTORS: usize = 50;
const DEVICES: usize = 2;
/// By each side of each of the 100 conversations: 5,000 messages.
const MESSAGES: usize = 25;
/// A socket that is cut is cut after so many frames.
const CUT_AFTER: usize = 40;

/// What a client has to do so that nothing is lost, whatever happens to its socket: it sends again what was not
/// acknowledged, and asks for what came while it was away.
struct Client {
    actor: Actor,
    socket: Socket,
    cut: bool,
    unacknowledged: VecDeque<Value>,
    /// The messages of each conversation by number.
    seen: BTreeMap<String, BTreeMap<u64, Value>>,
    frames: usize,
}

impl Client {
    async fn new(actor: &Actor, to: &str, name: &str, cut: bool) -> Self {
        let drafts = (0..MESSAGES).map(|n| {
            let id = format!("{name}-{n:02}");
            json!({"action": "send", "clientId": id, "to": to, "text": format!("{name} says {n}")})
        });
        Self {
            socket: actor.socket().await,
            actor: actor.clone(),
            cut,
            unacknowledged: drafts.collect(),
            seen: BTreeMap::new(),
            frames: 0,
        }
    }

    /// Sends everything and takes what comes, until all of it is acknowledged and `expected` messages are there.
    async fn run(mut self, expected: usize) -> Self {
        self.send_all().await;
        while !self.unacknowledged.is_empty() || self.seen.values().map(BTreeMap::len).sum::<usize>() < expected {
            self.frames += 1;
            if self.cut && self.frames.is_multiple_of(CUT_AFTER) {
                self.reconnect().await;
            }
            match self.socket.receive().await {
                // Of the appointments that let them talk.
                Some(frame) if frame["type"] == "notification" => {}
                Some(frame) => {
                    let conversation = frame["conversationId"].as_str().unwrap_or_default().to_owned();
                    self.take(frame);
                    let seen = &self.seen[&conversation];
                    if without_gap(seen) < seen.len() as u64 {
                        self.catch_up(&conversation).await;
                    }
                }
                None => self.reconnect().await,
            }
        }
        self
    }

    async fn send_all(&mut self) {
        for frame in &self.unacknowledged {
            self.socket.raw(&frame.to_string()).await;
        }
    }

    async fn reconnect(&mut self) {
        self.socket = self.actor.socket().await;
        let listed = self.actor.get("/v1/conversations?limit=100").await.expect(200);
        for conversation in listed.items().iter().filter_map(|entry| entry["conversationId"].as_str()) {
            self.catch_up(conversation).await;
        }
        self.send_all().await;
    }

    /// Asks for what came after the last message before the first gap.
    async fn catch_up(&mut self, conversation: &str) {
        let seen = self.seen.entry(conversation.to_owned()).or_default();
        let since = seen.get(&without_gap(seen)).and_then(|message| message["messageId"].as_str());
        let since = since.map(|id| format!("&since={id}")).unwrap_or_default();
        let path = format!("/v1/conversations/{conversation}/messages?limit=100{since}");
        for message in self.actor.get(&path).await.expect(200).items() {
            keep(seen, message.clone());
        }
    }

    fn take(&mut self, frame: Value) {
        let text = |member: &str| frame[member].as_str().unwrap_or_default().to_owned();
        match frame["type"].as_str() {
            Some("ack") => {
                let first = self.unacknowledged.front().map(|draft| draft["clientId"].clone());
                if first == Some(frame["clientId"].clone()) {
                    self.unacknowledged.pop_front();
                }
                let seen = self.seen.entry(text("conversationId")).or_default();
                seen.entry(frame["number"].as_u64().expect("a number")).or_insert(frame);
            }
            Some("message") => {
                let conversation = text("conversationId");
                keep(self.seen.entry(conversation).or_default(), frame);
            }
            _ => panic!("{frame}"),
        }
    }
}

/// The number up to which all messages are there.
fn without_gap(seen: &BTreeMap<u64, Value>) -> u64 {
    (1..).take_while(|number| seen.contains_key(number)).last().unwrap_or_default()
}

fn keep(seen: &mut BTreeMap<u64, Value>, message: Value) {
    let number = message["number"].as_u64().expect("a number");
    if let Some(before) = seen.insert(number, message.clone()) {
        assert_eq!(before["messageId"], message["messageId"], "one number, one message");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_sockets_of_which_half_are_cut_lose_and_double_nothing() {
    let world = World::start().await;
    let mut clients = Vec::new();
    for d in 0..DOCTORS {
        let doctor = world.doctor("Kaci").await;
        for device in 0..DEVICES {
            let patient = world.patient("Amina").await;
            book(&patient, &doctor, device).await;
            let cut = (d + device) % 2 == 0;
            clients.push((Client::new(&patient, doctor.id(), "patient", cut).await, 2 * MESSAGES));
            // A device of the doctor's gets what is written in all of the doctor's conversations.
            let all = DEVICES * 2 * MESSAGES;
            clients.push((Client::new(&doctor, patient.id(), &format!("doctor-{device}"), !cut).await, all));
        }
    }
    assert_eq!(clients.len(), 200);
    let ended = join_all(clients.into_iter().map(|(client, expected)| tokio::spawn(client.run(expected)))).await;
    let mut conversations = BTreeSet::new();
    for client in ended {
        let client = client.expect("a client that comes to its end");
        for (conversation, seen) in &client.seen {
            conversations.insert(conversation.clone());
            let path = format!("/v1/conversations/{conversation}/messages?limit=100");
            let history = client.actor.get(&path).await.expect(200);
            let stored: Vec<&Value> = history.items().iter().rev().collect();
            let numbers: Vec<_> = stored.iter().map(|message| message["number"].as_u64().expect("a number")).collect();
            assert_eq!(numbers, (1..=2 * MESSAGES as u64).collect::<Vec<_>>());
            assert!(stored.iter().zip(seen.values()).all(|(a, b)| a["messageId"] == b["messageId"]));
            for who in ["patient", "doctor"] {
                let names = stored.iter().filter_map(|message| message["clientId"].as_str());
                let names: Vec<_> = names.filter(|name| name.starts_with(who)).collect();
                assert_eq!(names.len(), MESSAGES);
                assert!(names.is_sorted(), "{names:?}");
            }
        }
    }
    assert_eq!(conversations.len(), DOCTORS * DEVICES);
}
