//! Shows the code of a prescription again, to its patient and its prescriber.

use crate::content::Content;
use crate::keys::Signing;
use crate::payload::{ClaimCode, Parts, encode};
use crate::qr::Symbol;
use crate::records::{content_key, index_key};
use data_encoding::BASE64;
use medilink_auth::{Secret, SigningKey};
use medilink_edge::{Ctx, Failure, Input, NoBody, Operation, Reply};
use medilink_kernel::{Instant, PrescriptionId, Role, TenantId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec};
use medilink_records::RecordRef;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Pixels of a module of the PNG: 65 modules make 520 pixels.
const SCALE: u8 = 8;

/// `prescriptions.code`
pub struct Code;

/// Path parameters.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Path {
    /// The prescription.
    pub id: PrescriptionId,
}

/// Query parameters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The kind of picture.
    #[serde(default)]
    pub format: Format,
}

/// Kinds of pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// For screens.
    #[default]
    Svg,
    /// For paper.
    Png,
}

/// The code and its picture.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Qr {
    /// What the picture says.
    pub payload: String,
    /// The picture as SVG.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub svg: Option<String>,
    /// The picture as PNG: a `data:` URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub png: Option<String>,
}

impl Operation for Code {
    const SPEC: Spec = Spec::http(
        "prescriptions.code",
        Method::Get,
        "/v1/prescriptions/{id}/code",
        "The code of a prescription, for its patient and its prescriber",
    )
    .access(Access::Roles(&[Role::Patient, Role::Doctor]))
    .audited(Part::Prescriptions, Purpose::Treatment)
    .grants(&[
        Grant::platform("P#", &[Action::GetItem]),
        Grant::platform("KEY#rx", &[Action::GetItem]),
        Grant::referenced("RX#", &[Action::GetItem]),
        Grant::own("RX#", &[Action::GetItem]),
    ]);
    type Path = Path;
    type Query = Query;
    type Body = NoBody;
    type Output = Qr;

    async fn run(ctx: &Ctx, input: Input<Path, Query, NoBody>) -> Result<Reply<Qr>, Failure> {
        let (key, found) = futures::join!(Signing::get(ctx), find(ctx, input.path.id));
        let ((tenant, content), key) = (found?, key?);
        ctx.kept_by(tenant);
        ctx.on_record_of(content.patient.patient_id);
        let qr = draw(tenant, &content, &ctx.platform.secret, &key.key, input.query.format)?;
        Ok(Reply::ok(qr))
    }
}

async fn find(ctx: &Ctx, id: PrescriptionId) -> Result<(TenantId, Content), Failure> {
    let caller = ctx.caller()?;
    if caller.role == Role::Patient {
        let key = index_key(caller.user, id).ok_or_else(Refusal::not_found)?;
        let line = ctx.store().get::<RecordRef>(&key).await?.ok_or_else(Refusal::not_found)?;
        let practice = ctx.session.referenced_tenant(line.tenant_id).await?;
        let content = practice.get(&content_key(id)).await?.ok_or_else(Refusal::not_found)?;
        return Ok((line.tenant_id, content));
    }
    let content = ctx.tenant().await?.get::<Content>(&content_key(id)).await?;
    let own = content.filter(|content| Some(content.prescriber.doctor_id) == caller.doctor);
    Ok(caller.tenant.zip(own).ok_or_else(Refusal::not_found)?)
}

/// The code of a prescription as a picture.
pub(crate) fn draw(
    tenant: TenantId,
    content: &Content,
    secret: &Secret,
    key: &SigningKey,
    format: Format,
) -> Result<Qr, Failure> {
    let (prescription, expires_at): (_, Instant) = (content.prescription_id, content.expires_at);
    let parts = Parts { tenant, prescription, code: ClaimCode::of(prescription, secret), expires_at };
    let payload = encode(&parts, key).map_err(Failure::fault)?;
    let symbol = Symbol::new(&payload).map_err(Failure::fault)?;
    let (svg, png) = match format {
        Format::Svg => (Some(symbol.svg(&format!("MediLink {prescription}"))), None),
        Format::Png => {
            let file = symbol.png(SCALE).map_err(Failure::fault)?;
            (None, Some(format!("data:image/png;base64,{}", BASE64.encode(&file))))
        }
    };
    Ok(Qr { payload, svg, png })
}
