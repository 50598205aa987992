use crate::{
    Disk, DiskError,
    access::SignedOnly,
    cors, presigned,
    s3::{Bucket, MAX_OBJECT},
};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use medilink_kernel::Clock;
use s3s::{Body, HttpRequest, S3Error, S3ErrorCode, auth::SimpleAuth, service::S3Service, service::S3ServiceBuilder};
use std::{path::PathBuf, sync::Arc};

/// What the object store needs to know.
#[derive(Clone)]
pub struct Settings {
    /// The data folder; objects go to `objects/<bucket>` in it.
    pub root: PathBuf,
    /// The name of the one bucket.
    pub bucket: String,
    /// The id of the one access key.
    pub key_id: String,
    /// Its secret.
    pub secret: String,
    /// Origins whose pages may transfer documents, such as `http://127.0.0.1:8080`.
    pub origins: Vec<String>,
    /// The hour by which presigned requests expire.
    pub clock: Arc<dyn Clock>,
}

/// The object store as an HTTP service.
#[derive(Clone)]
pub struct Objects {
    s3: S3Service,
    disk: Arc<Disk>,
    settings: Arc<Settings>,
}

impl Objects {
    /// The longest object it takes, in bytes.
    pub const MAX_OBJECT: u64 = MAX_OBJECT;

    /// Opens the store, creating it if need be.
    pub fn open(settings: Settings) -> Result<Self, DiskError> {
        let disk = Arc::new(Disk::open(settings.root.join("objects").join(&settings.bucket))?);
        let bucket = Bucket::new(settings.bucket.clone(), Arc::clone(&disk), Arc::clone(&settings.clock));
        let mut builder = S3ServiceBuilder::new(bucket);
        builder.set_auth(SimpleAuth::from_single(settings.key_id.clone(), settings.secret.clone()));
        builder.set_access(SignedOnly);
        Ok(Self { s3: builder.build(), disk, settings: Arc::new(settings) })
    }

    /// The files behind it.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Answers one request for `/<bucket>` or `/<bucket>/<key>`.
    pub async fn handle<B>(&self, request: Request<B>) -> Response<Body>
    where
        B: hyper::body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
        Box<dyn std::error::Error + Send + Sync>: From<B::Error>,
    {
        if let Some(answer) = cors::preflight(&request, &self.settings.origins) {
            return answer;
        }
        let origin = cors::origin(request.headers(), &self.settings.origins);
        let mut answer = match self.answer(request.map(Body::http_body_unsync)).await {
            Ok(answer) => answer,
            Err(refusal) => refusal.to_http_response().unwrap_or_else(|_| unanswerable()),
        };
        cors::dress(&mut answer, origin);
        answer
    }

    async fn answer(&self, request: HttpRequest) -> Result<Response<Body>, S3Error> {
        let (mut parts, body) = request.into_parts();
        // Form uploads would be read to the end before anybody asks who sends them.
        if ![Method::GET, Method::HEAD, Method::PUT, Method::DELETE].contains(&parts.method) {
            return Err(S3Error::new(S3ErrorCode::MethodNotAllowed));
        }
        let Settings { key_id, secret, clock, .. } = &*self.settings;
        presigned::verify(&mut parts, key_id, secret, clock.now())?;
        self.s3
            .call(Request::from_parts(parts, body))
            .await
            .map_err(|fault| S3Error::with_source(S3ErrorCode::InternalError, fault.into()))
    }
}

fn unanswerable() -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    answer
}
