//! A load generator that costs little: requests rendered before, one task a connection, answers read by their length.

use std::{net::SocketAddr, sync::Arc, time::Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What a run saw.
#[derive(Default)]
pub struct Run {
    /// Microseconds of each answer, sorted.
    pub micros: Vec<u64>,
    /// Seconds from the first request to the last answer.
    pub seconds: f64,
    /// How many answers had another status than expected.
    pub wrong: usize,
}

impl Run {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.micros.len() as f64 / self.seconds
    }

    /// Takes another run in.
    pub fn add(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.micros.sort_unstable();
        self.seconds += other.seconds;
        self.wrong += other.wrong;
    }

    /// The latency that this share of the answers kept, in microseconds.
    pub fn quantile(&self, share: f64) -> u64 {
        let last = self.micros.len().saturating_sub(1);
        self.micros.get((last as f64 * share) as usize).copied().unwrap_or_default()
    }
}

/// A request as bytes on the wire.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    (text + "\r\n" + body).into_bytes()
}

/// Sends all requests over so many connections and waits for every answer.
#[expect(clippy::disallowed_methods, reason = "measuring is what the bench is for")]
pub async fn run(address: SocketAddr, connections: usize, requests: Vec<Vec<u8>>, expected: u16) -> Run {
    let requests = Arc::new(requests);
    let begun = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|first| {
            let requests = requests.clone();
            tokio::spawn(async move {
                let (mut micros, mut wrong) = (Vec::new(), 0);
                let Ok(mut stream) = TcpStream::connect(address).await else { return (micros, requests.len()) };
                // Small requests must not wait for the packet before to be acknowledged.
                let _ = stream.set_nodelay(true);
                let mut buffer = Vec::with_capacity(64 << 10);
                for request in requests.iter().skip(first).step_by(connections) {
                    let sent = Instant::now();
                    match exchange(&mut stream, request, &mut buffer).await {
                        Some(status) => wrong += usize::from(status != expected),
                        None => return (micros, wrong + 1),
                    }
                    micros.push(sent.elapsed().as_micros() as u64);
                }
                (micros, wrong)
            })
        })
        .collect();
    let (mut micros, mut wrong) = (Vec::new(), 0);
    for task in tasks {
        let (part, bad) = task.await.unwrap_or_default();
        micros.extend(part);
        wrong += bad;
    }
    let seconds = begun.elapsed().as_secs_f64();
    micros.sort_unstable();
    Run { micros, seconds, wrong }
}

async fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> Option<u16> {
    stream.write_all(request).await.ok()?;
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
        let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&buffer[..end]).ok()?.to_ascii_lowercase();
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok()).unwrap_or(0);
        while buffer.len() < end + 4 + length {
            if stream.read_buf(buffer).await.ok()? == 0 {
                return None;
            }
        }
        return head.get(9..12)?.parse().ok();
    }
}
