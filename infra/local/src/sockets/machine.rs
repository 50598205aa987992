//! What a socket does, without doing it: events in, orders out. It knows no network, no clock and no function.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::collections::VecDeque;

/// API Gateway cuts a socket on which nothing has passed for so long.
const IDLE: SignedDuration = SignedDuration::from_mins(10);
/// And any socket after so long.
const LIFETIME: SignedDuration = SignedDuration::from_hours(2);
/// Frames that may wait for the one that is being worked on; then the client waits.
const WAITING: usize = 64;

/// Normal end.
pub const GOING_AWAY: u16 = 1001;
/// A frame of another kind than text.
pub const UNACCEPTABLE: u16 = 1003;

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The client sent a text frame.
    Text(String),
    /// The client sent bytes.
    Binary,
    /// The client showed that it is there.
    Alive,
    /// The client is gone.
    Gone,
    /// The function has answered the frame it was given, with this frame or none.
    Answered(Option<Vec<u8>>),
    /// Somebody posts a frame to this socket.
    Posted(Vec<u8>),
    /// Somebody wants this socket closed.
    Cut,
    /// Time has passed.
    Tick,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Give this frame to the function behind this route.
    Invoke(String, String),
    /// Send this frame to the client.
    Send(Vec<u8>),
    /// Close the socket with this code.
    Close(u16),
}

/// One open socket. Its frames go to their functions one after another, in the order in which they came.
#[derive(Debug)]
pub struct Machine {
    opened: Timestamp,
    heard: Timestamp,
    busy: bool,
    waiting: VecDeque<String>,
    closed: bool,
}

impl Machine {
    /// A socket that has just been opened.
    pub const fn open(now: Timestamp) -> Self {
        Self { opened: now, heard: now, busy: false, waiting: VecDeque::new(), closed: false }
    }

    /// Whether more frames may be read from the client.
    pub fn listens(&self) -> bool {
        !self.closed && self.waiting.len() < WAITING
    }

    /// Whether the socket is at its end.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// What is to be done now.
    pub fn take(&mut self, now: Timestamp, input: Input) -> Vec<Order> {
        if self.closed {
            return Vec::new();
        }
        match input {
            Input::Text(frame) => {
                self.heard = now;
                self.waiting.push_back(frame);
                self.next()
            }
            Input::Binary => self.close(UNACCEPTABLE),
            Input::Alive => {
                self.heard = now;
                Vec::new()
            }
            Input::Gone => {
                self.closed = true;
                Vec::new()
            }
            Input::Answered(frame) => {
                self.busy = false;
                let mut orders: Vec<Order> = frame.map(Order::Send).into_iter().collect();
                orders.extend(self.next());
                orders
            }
            Input::Posted(frame) => {
                self.heard = now;
                vec![Order::Send(frame)]
            }
            Input::Cut => self.close(GOING_AWAY),
            Input::Tick => {
                let over = |since: Timestamp, limit| now.duration_since(since) >= limit;
                if over(self.heard, IDLE) || over(self.opened, LIFETIME) { self.close(GOING_AWAY) } else { Vec::new() }
            }
        }
    }

    fn next(&mut self) -> Vec<Order> {
        if self.busy {
            return Vec::new();
        }
        let Some(frame) = self.waiting.pop_front() else { return Vec::new() };
        self.busy = true;
        vec![Order::Invoke(action(&frame), frame)]
    }

    fn close(&mut self, code: u16) -> Vec<Order> {
        self.closed = true;
        vec![Order::Close(code)]
    }
}

/// What API Gateway selects the route by: `$request.body.action`. What has none goes to `$default`.
fn action(frame: &str) -> String {
    #[derive(Deserialize)]
    struct Routing {
        action: String,
    }
    serde_json::from_str::<Routing>(frame).map(|routing| routing.action).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn text(frame: &str) -> Input {
        Input::Text(frame.to_owned())
    }

    fn invoke(action: &str, frame: &str) -> Vec<Order> {
        vec![Order::Invoke(action.to_owned(), frame.to_owned())]
    }

    #[test]
    fn frames_are_worked_on_one_after_another() {
        let mut machine = Machine::open(at(0));
        let (one, two) = (r#"{"action":"send","n":1}"#, r#"{"action":"read"}"#);
        assert_eq!(machine.take(at(1), text(one)), invoke("send", one));
        assert_eq!(machine.take(at(1), text(two)), []);
        let mut expected = vec![Order::Send(b"ack".to_vec())];
        expected.extend(invoke("read", two));
        assert_eq!(machine.take(at(2), Input::Answered(Some(b"ack".to_vec()))), expected);
        assert_eq!(machine.take(at(2), Input::Answered(None)), []);
    }

    #[test]
    fn what_names_no_action_has_none() {
        for frame in ["", "{", "[]", "null", "{\"action\":1}", "{\"other\":\"send\"}", "\u{0}"] {
            assert_eq!(Machine::open(at(0)).take(at(0), text(frame)), invoke("", frame), "{frame}");
        }
    }

    #[test]
    fn a_silent_socket_ends_after_ten_minutes_and_any_after_two_hours() {
        let mut machine = Machine::open(at(0));
        assert_eq!(machine.take(at(599), Input::Tick), []);
        assert_eq!(machine.take(at(599), Input::Alive), []);
        assert_eq!(machine.take(at(1198), Input::Tick), []);
        assert_eq!(machine.take(at(1199), Input::Tick), [Order::Close(GOING_AWAY)]);
        assert!(machine.is_closed() && !machine.listens());
        assert_eq!(machine.take(at(1200), text("x")), []);

        let mut busy = Machine::open(at(0));
        for second in (0..7200).step_by(300) {
            assert_eq!(busy.take(at(second), Input::Posted(vec![])), [Order::Send(vec![])]);
            assert_eq!(busy.take(at(second), Input::Tick), []);
        }
        assert_eq!(busy.take(at(7200), Input::Tick), [Order::Close(GOING_AWAY)]);
    }

    #[test]
    fn a_cut_or_bytes_end_it_at_once() {
        assert_eq!(Machine::open(at(0)).take(at(0), Input::Cut), [Order::Close(GOING_AWAY)]);
        assert_eq!(Machine::open(at(0)).take(at(0), Input::Binary), [Order::Close(UNACCEPTABLE)]);
        assert_eq!(Machine::open(at(0)).take(at(0), Input::Gone), []);
    }

    fn inputs() -> impl Strategy<Value = Vec<Input>> {
        let one = prop_oneof![
            5 => Just(text("{\"action\":\"send\"}")),
            4 => Just(Input::Answered(None)),
            1 => Just(Input::Alive),
            2 => Just(Input::Posted(vec![1])),
            1 => Just(Input::Tick),
        ];
        proptest::collection::vec(one, 0..400)
    }

    proptest! {
        #[test]
        fn no_frame_is_lost_doubled_or_given_beside_another(inputs in inputs()) {
            let mut machine = Machine::open(at(0));
            let (mut sent, mut invoked, mut running) = (0, 0, false);
            for input in inputs {
                if matches!(input, Input::Text(_)) {
                    if !machine.listens() { continue }
                    sent += 1;
                }
                let answers = matches!(input, Input::Answered(_));
                if answers {
                    if !running { continue }
                    running = false;
                }
                for order in machine.take(at(1), input) {
                    if let Order::Invoke(..) = order {
                        prop_assert!(!running);
                        running = true;
                        invoked += 1;
                    }
                }
            }
            while running {
                running = false;
                for order in machine.take(at(1), Input::Answered(None)) {
                    if let Order::Invoke(..) = order { running = true; invoked += 1; }
                }
            }
            prop_assert_eq!(sent, invoked);
        }
    }
}
