use bytes::Bytes;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::mpsc;

/// Frames that may wait for a slow client; then it is cut, and catches up when it comes back.
const QUEUE: usize = 1024;

/// What somebody wants of a socket.
#[derive(Debug)]
pub enum Command {
    /// A frame for the client.
    Post(Bytes),
    /// Its end.
    Cut,
}

/// Every open socket, by its connection id.
#[derive(Debug, Default)]
pub struct Hub {
    sockets: Mutex<HashMap<String, mpsc::Sender<Command>>>,
}

impl Hub {
    /// Takes a socket in; gives what is wanted of it.
    pub fn join(&self, connection: &str) -> mpsc::Receiver<Command> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        self.lock().insert(connection.to_owned(), sender);
        receiver
    }

    /// Forgets a socket.
    pub fn leave(&self, connection: &str) {
        self.lock().remove(connection);
    }

    /// Posts a frame; `false` where there is no such socket, or one that does not keep up and is cut for it.
    pub fn post(&self, connection: &str, frame: Bytes) -> bool {
        let mut sockets = self.lock();
        let taken = sockets.get(connection).is_some_and(|socket| socket.try_send(Command::Post(frame)).is_ok());
        if !taken {
            // Dropping the sender ends the socket.
            sockets.remove(connection);
        }
        taken
    }

    /// Closes a socket; `false` where there is none.
    pub fn cut(&self, connection: &str) -> bool {
        let socket = self.lock().remove(connection);
        socket.is_some_and(|socket| socket.try_send(Command::Cut).is_ok())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, mpsc::Sender<Command>>> {
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_gets_its_frames_until_it_leaves() {
        let hub = Hub::default();
        let mut socket = hub.join("a");
        assert!(hub.post("a", Bytes::from_static(b"1")) && !hub.post("b", Bytes::new()));
        assert!(matches!(socket.try_recv(), Ok(Command::Post(frame)) if frame == "1"));
        hub.leave("a");
        assert!(!hub.post("a", Bytes::new()) && !hub.cut("a"));
    }

    #[test]
    fn one_that_does_not_keep_up_is_cut() {
        let hub = Hub::default();
        let mut socket = hub.join("a");
        let taken = (0..QUEUE * 2).take_while(|_| hub.post("a", Bytes::new())).count();
        assert_eq!((taken, hub.cut("a")), (QUEUE, false));
        let seen = std::iter::from_fn(|| socket.try_recv().ok()).count();
        assert_eq!(seen, QUEUE);
        assert!(matches!(socket.try_recv(), Err(mpsc::error::TryRecvError::Disconnected)));
    }

    #[test]
    fn a_cut_comes_after_what_was_posted() {
        let hub = Hub::default();
        let mut socket = hub.join("a");
        assert!(hub.post("a", Bytes::new()) && hub.cut("a"));
        assert!(matches!(socket.try_recv(), Ok(Command::Post(_))));
        assert!(matches!(socket.try_recv(), Ok(Command::Cut)));
    }
}
