use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use http::{header, request::Parts};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use s3s::{S3Error, S3ErrorCode, S3Result};
use sha2::{Digest, Sha256};

/// Marks a request whose presigned URL was found good.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verified;

/// How far a signature's hour may lie ahead of ours.
const SKEW: SignedDuration = SignedDuration::from_mins(15);

/// The longest life of a signature that S3 allows, in seconds.
const WEEK: i64 = 7 * 24 * 3600;

/// Verifies a presigned request (Signature Version 4 in the query) and takes the signature off it, leaving the mark.
/// Requests signed in another way, or not at all, are left as they are.
///
/// The protocol crate could do this too, but only against the machine's clock; the platform's clock may be another.
pub(crate) fn verify(parts: &mut Parts, key_id: &str, secret: &str, now: Timestamp) -> S3Result<()> {
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let pairs: Vec<(&str, &str)> =
        query.split('&').filter(|p| !p.is_empty()).map(|p| p.split_once('=').unwrap_or((p, ""))).collect();
    // A name in another encoding would pass by here, and reach the protocol crate's own verification.
    let names = pairs.iter().map(|(name, _)| decode(name)).collect::<S3Result<Vec<_>>>()?;
    if !names.iter().any(|name| name == "X-Amz-Signature" || name == "Signature") {
        return Ok(());
    }
    if parts.headers.contains_key(header::AUTHORIZATION) {
        return Err(refused(S3ErrorCode::InvalidArgument, "Only one way of authentication is allowed"));
    }
    let fields = Fields::read(&pairs)?;
    let signed: Vec<&str> = fields.headers.split(';').collect();
    let free = |name: &&http::HeaderName| name.as_str().starts_with("x-amz-") && !signed.contains(&name.as_str());
    if !signed.contains(&"host") || parts.headers.keys().any(|name| free(&name)) {
        return Err(refused(S3ErrorCode::AccessDenied, "There were headers present which were not signed"));
    }
    let scope: Vec<&str> = fields.credential.split('/').collect();
    let [id, day, region, service, terminator] = scope[..] else { return Err(malformed()) };
    if id != key_id {
        return Err(refused(S3ErrorCode::InvalidAccessKeyId, "No such access key"));
    }
    let canonical = canonical_request(parts, &pairs, &signed)?;
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{}\n{day}/{region}/{service}/{terminator}\n{}",
        fields.date,
        HEXLOWER.encode(&Sha256::digest(canonical.as_bytes()))
    );
    let mut key = format!("AWS4{secret}").into_bytes();
    for part in [day, region, service, "aws4_request"] {
        key = mac(&key, part)?.finalize().into_bytes().to_vec();
    }
    let signature = HEXLOWER.decode(fields.signature.as_bytes()).map_err(|_| malformed())?;
    if mac(&key, &to_sign)?.verify_slice(&signature).is_err() || !fields.date.starts_with(day) {
        return Err(refused(S3ErrorCode::SignatureDoesNotMatch, "The signature is not that of this request"));
    }
    fields.check_hour(now)?;
    take_off(parts, &pairs)?;
    parts.extensions.insert(Verified);
    Ok(())
}

/// What the query says about the signature.
struct Fields {
    credential: String,
    date: String,
    expires: String,
    headers: String,
    signature: String,
}

impl Fields {
    fn read(pairs: &[(&str, &str)]) -> S3Result<Self> {
        let field = |name: &str| {
            let mut values = pairs.iter().filter(|(n, _)| *n == name);
            match (values.next(), values.next()) {
                (Some((_, value)), None) => decode(value),
                _ => Err(malformed()),
            }
        };
        match field("X-Amz-Algorithm")?.as_str() {
            "AWS4-HMAC-SHA256" => Ok(Self {
                credential: field("X-Amz-Credential")?,
                date: field("X-Amz-Date")?,
                expires: field("X-Amz-Expires")?,
                headers: field("X-Amz-SignedHeaders")?,
                signature: field("X-Amz-Signature")?,
            }),
            _ => Err(malformed()),
        }
    }

    fn check_hour(&self, now: Timestamp) -> S3Result<()> {
        let date = DateTime::strptime("%Y%m%dT%H%M%SZ", &self.date).map_err(|_| malformed())?;
        let from = TimeZone::UTC.to_timestamp(date).map_err(|_| malformed())?;
        let seconds = self.expires.parse().ok().filter(|s| (1..=WEEK).contains(s)).ok_or_else(malformed)?;
        match now.duration_since(from) {
            age if age < -SKEW => Err(refused(S3ErrorCode::RequestTimeTooSkewed, "The request is not yet valid")),
            age if age > SignedDuration::from_secs(seconds) => {
                Err(refused(S3ErrorCode::AccessDenied, "Request has expired"))
            }
            _ => Ok(()),
        }
    }
}

fn canonical_request(parts: &Parts, pairs: &[(&str, &str)], signed: &[&str]) -> S3Result<String> {
    // The names and values were encoded by the signer; whoever encodes them otherwise on the way breaks the signature.
    let mut query: Vec<_> = pairs.iter().filter(|(name, _)| *name != "X-Amz-Signature").collect();
    query.sort_unstable();
    let query: Vec<_> = query.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut headers = String::new();
    for name in signed {
        headers += &format!("{name}:{}\n", header_value(parts, name)?);
    }
    let (method, path) = (&parts.method, parts.uri.path());
    Ok(format!("{method}\n{path}\n{}\n{headers}\n{}\nUNSIGNED-PAYLOAD", query.join("&"), signed.join(";")))
}

fn header_value(parts: &Parts, name: &str) -> S3Result<String> {
    let values: Result<Vec<_>, _> = parts.headers.get_all(name).into_iter().map(|v| v.to_str()).collect();
    let values = values.map_err(|_| malformed())?;
    match (values.is_empty(), parts.uri.authority()) {
        // HTTP/2 has the host in the address.
        (true, Some(authority)) if name == "host" => Ok(authority.to_string()),
        _ => {
            Ok(values.iter().map(|v| v.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(","))
        }
    }
}

fn take_off(parts: &mut Parts, pairs: &[(&str, &str)]) -> S3Result<()> {
    let rest: Vec<_> = pairs
        .iter()
        .filter(|(name, _)| !name.to_ascii_lowercase().starts_with("x-amz-"))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    parts.uri = match rest.is_empty() {
        true => parts.uri.path().parse(),
        false => format!("{}?{}", parts.uri.path(), rest.join("&")).parse(),
    }
    .map_err(|_| malformed())?;
    Ok(())
}

fn decode(value: &str) -> S3Result<String> {
    let mut pairs = url::form_urlencoded::parse(value.as_bytes());
    match (pairs.next(), pairs.next()) {
        (Some((text, rest)), None) if rest.is_empty() => Ok(text.into_owned()),
        _ => Err(malformed()),
    }
}

fn mac(key: &[u8], text: &str) -> S3Result<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(S3Error::internal_error)?;
    mac.update(text.as_bytes());
    Ok(mac)
}

fn malformed() -> S3Error {
    refused(S3ErrorCode::AuthorizationQueryParametersError, "The signature in the query cannot be read")
}

fn refused(code: S3ErrorCode, message: &'static str) -> S3Error {
    S3Error::with_message(code, message)
}
