use crate::Actor;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::{collections::VecDeque, time::Duration};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{self, Message, client::IntoClientRequest},
};

/// Longer than any answer takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open socket of an actor.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Frames that came while another was waited for.
    seen: VecDeque<Value>,
}

impl Actor {
    /// A socket with a fresh ticket.
    pub async fn socket(&self) -> Socket {
        let ticket = self.post("/v1/chat/tickets", Value::Null).await.expect(201);
        Socket::open(&ticket.text("url")).await.expect("the ticket opens a socket")
    }
}

impl Socket {
    /// Opens one at this address, or gives the status that refuses it.
    pub async fn open(url: &str) -> Result<Self, u16> {
        Self::open_from(url, None).await
    }

    /// The same, as a page of this site does.
    pub async fn open_from(url: &str, origin: Option<&str>) -> Result<Self, u16> {
        let mut request = url.into_client_request().expect("an address");
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().expect("a site"));
        }
        match connect_async_with_config(request, None, true).await {
            Ok((stream, _)) => Ok(Self { stream, seen: VecDeque::new() }),
            Err(tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(_) => Err(0),
        }
    }

    /// Sends a frame as it is; false where the socket is gone.
    pub async fn raw(&mut self, frame: &str) -> bool {
        self.stream.send(Message::text(frame)).await.is_ok()
    }

    /// Writes to somebody; gives the answer to it.
    pub async fn write(&mut self, to: &str, client_id: &str, text: &str) -> Value {
        let frame = json!({"action": "send", "clientId": client_id, "to": to, "text": text});
        self.ask(&frame, client_id).await
    }

    /// Sends a frame; gives the acknowledgement or error that names this client id.
    pub async fn ask(&mut self, frame: &Value, client_id: &str) -> Value {
        assert!(self.raw(&frame.to_string()).await, "the socket is gone");
        self.wait(|answer| answer["clientId"] == client_id && matches!(answer["type"].as_str(), Some("ack" | "error")))
            .await
    }

    /// The next frame of this type.
    pub async fn next(&mut self, kind: &str) -> Value {
        self.wait(|frame| frame["type"] == kind).await
    }

    /// The next frame that is like this; what comes before it is kept.
    pub async fn wait(&mut self, like: impl Fn(&Value) -> bool) -> Value {
        if let Some(place) = self.seen.iter().position(&like) {
            return self.seen.remove(place).unwrap_or_default();
        }
        loop {
            let frame = self.receive().await.expect("a frame before the socket ends");
            if like(&frame) {
                return frame;
            }
            self.seen.push_back(frame);
        }
    }

    /// Whatever comes next; `None` at the end of the socket.
    pub async fn receive(&mut self) -> Option<Value> {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.stream.next()).await.expect("a frame in time");
            match frame? {
                Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// The same, however long it takes.
    pub async fn receive_patiently(&mut self) -> Option<Message> {
        self.stream.next().await?.ok()
    }

    /// Waits for the end of the socket.
    pub async fn ended(&mut self) {
        while self.receive().await.is_some() {}
    }

    /// Everything that came and was not looked at.
    pub fn unseen(&self) -> impl Iterator<Item = &Value> {
        self.seen.iter()
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        // The other side may have gone first.
        let _ = self.stream.close(None).await;
    }
}
