use super::{
    Handshake, Hub,
    event::Origin,
    hub::Command,
    machine::{Input, Machine, Order},
};
use crate::{functions::Functions, registry};
use aws_lambda_events::apigw::ApiGatewayWebsocketProxyRequest;
use bytes::Bytes;
use data_encoding::BASE64URL;
use futures::{SinkExt, StreamExt};
use http::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use medilink_edge::{Handler, Registered};
use medilink_kernel::{Clock, Entropy};
use medilink_operation::Trigger;
use std::{collections::HashMap, net::IpAddr, sync::Arc, time::Duration};
use tokio::{sync::mpsc::Receiver, task::JoinHandle, time::timeout};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message, Utf8Bytes,
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};

/// API Gateway takes messages of up to 128 KB; what an operation takes is less, and told by a frame.
const LARGEST: usize = 128 << 10;
/// A client that takes nothing for so long is gone.
const STALLED: Duration = Duration::from_secs(5);
/// How often a socket looks at the clock.
const TICK: Duration = Duration::from_secs(1);

/// Opens sockets and serves them.
pub struct Sockets {
    /// The open ones.
    pub hub: Arc<Hub>,
    /// The functions behind the routes.
    pub functions: Functions,
    /// Randomness for ids.
    pub entropy: Arc<dyn Entropy>,
    /// The clock of idle sockets.
    pub clock: Arc<dyn Clock>,
    routes: HashMap<&'static str, &'static Registered>,
}

type Stream = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

impl Sockets {
    /// With every route of the registry.
    pub fn new(hub: Arc<Hub>, functions: Functions, entropy: Arc<dyn Entropy>, clock: Arc<dyn Clock>) -> Self {
        let routes = registry::operations().filter_map(|o| match (o.handler, o.spec().trigger) {
            (Handler::Socket(_), Trigger::Socket(route)) => Some((route, o)),
            _ => None,
        });
        Self { hub, functions, entropy, clock, routes: routes.collect() }
    }

    /// Opens a socket, where `$connect` lets it. It runs to its end even where the client goes away in the middle: what has
    /// been opened must be closed again.
    pub async fn open(self: &Arc<Self>, handshake: Handshake, client: IpAddr) -> Response<Bytes> {
        let opened = tokio::spawn(self.clone().connect(handshake, client)).await;
        opened.unwrap_or_else(|_| {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
    }

    async fn connect(self: Arc<Self>, handshake: Handshake, client: IpAddr) -> Response<Bytes> {
        let connection = BASE64URL.encode(&self.entropy.bytes::<12>());
        let origin = Origin { connection, opened: self.clock.now(), client };
        // It may be written to as soon as `$connect` has told others of it.
        let commands = self.hub.join(&origin.connection);
        let answer = self.invoke("$connect", origin.connect(&handshake.parts, self.request_id())).await;
        if !answer.status().is_success() {
            self.hub.leave(&origin.connection);
            return answer;
        }
        let (response, upgrade) = handshake.accept();
        let sockets = self.clone();
        tokio::spawn(async move {
            if let Ok(upgraded) = upgrade.await {
                let config = WebSocketConfig::default().max_message_size(Some(LARGEST)).max_frame_size(Some(LARGEST));
                let stream = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
                sockets.clone().serve(&origin, stream, commands).await;
            }
            sockets.hub.leave(&origin.connection);
            let event = origin.disconnect(sockets.request_id(), sockets.clock.now());
            sockets.invoke("$disconnect", event).await;
        });
        response
    }

    async fn serve(self: Arc<Self>, origin: &Origin, mut stream: Stream, mut commands: Receiver<Command>) {
        let mut machine = Machine::open(origin.opened);
        let mut running: Option<JoinHandle<Option<Vec<u8>>>> = None;
        let mut ticks = tokio::time::interval(TICK);
        while !machine.is_closed() {
            let input = tokio::select! {
                frame = stream.next(), if machine.listens() => read(frame),
                command = commands.recv() => match command {
                    Some(Command::Post(frame)) => Input::Posted(frame.into()),
                    Some(Command::Cut) | None => Input::Cut,
                },
                answer = answered(&mut running) => Input::Answered(answer),
                _ = ticks.tick() => Input::Tick,
            };
            for order in machine.take(self.clock.now(), input) {
                match order {
                    Order::Invoke(action, body) => running = Some(self.clone().work(origin, action, body)),
                    Order::Send(frame) => {
                        let sent = timeout(STALLED, stream.send(Message::Text(text(frame)))).await;
                        if !matches!(sent, Ok(Ok(()))) {
                            machine.take(self.clock.now(), Input::Gone);
                        }
                    }
                    Order::Close(code) => {
                        let frame = CloseFrame { code: code.into(), reason: Utf8Bytes::default() };
                        // A client that is gone needs no farewell.
                        let _ = timeout(STALLED, stream.close(Some(frame))).await;
                    }
                }
            }
        }
        // What a function has begun it ends, whether its client waits for it or not.
        answered_once(&mut running).await;
    }

    fn work(self: Arc<Self>, origin: &Origin, action: String, body: String) -> JoinHandle<Option<Vec<u8>>> {
        let route = if self.routes.contains_key(action.as_str()) && !action.starts_with('$') {
            action
        } else {
            "$default".into()
        };
        let event = origin.frame(&route, body, self.request_id(), self.clock.now());
        tokio::spawn(async move {
            let answer = self.invoke(&route, event).await.into_body();
            (!answer.is_empty()).then(|| answer.into())
        })
    }

    async fn invoke(&self, route: &str, event: ApiGatewayWebsocketProxyRequest) -> Response<Bytes> {
        match self.routes.get(route) {
            Some(operation) => self.functions.socket(operation, event).await,
            None => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::FORBIDDEN;
                response
            }
        }
    }

    fn request_id(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.entropy.bytes::<16>())
    }
}

fn read(frame: Option<Result<Message, tokio_tungstenite::tungstenite::Error>>) -> Input {
    match frame {
        Some(Ok(Message::Text(text))) => Input::Text(text.as_str().to_owned()),
        Some(Ok(Message::Binary(_))) => Input::Binary,
        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Input::Alive,
        Some(Ok(Message::Close(_)) | Err(_)) | None => Input::Gone,
    }
}

async fn answered(running: &mut Option<JoinHandle<Option<Vec<u8>>>>) -> Option<Vec<u8>> {
    match running {
        Some(task) => {
            let answer = task.await.ok().flatten();
            *running = None;
            answer
        }
        None => std::future::pending().await,
    }
}

async fn answered_once(running: &mut Option<JoinHandle<Option<Vec<u8>>>>) {
    if running.is_some() {
        answered(running).await;
    }
}

fn text(frame: Vec<u8>) -> Utf8Bytes {
    String::from_utf8(frame).unwrap_or_default().into()
}
