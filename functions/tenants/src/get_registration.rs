//! One registration with its documents, for an admin.

use crate::{
    records::{Practice, Registration, document_place},
    registration::{DocumentKind, Kind, Status},
    views::{RegistrationPath, load},
};
use medilink_blobs::DocumentType;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{
    Address, CalendarDate, Email, Gender, Instant, Money, Phone, RegistrationId, Role, TenantId, Text, UserId,
};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// How long a link to a document opens it.
const LIFETIME: Duration = Duration::from_secs(5 * 60);

/// Shows a registration.
pub struct GetRegistration;

/// A registration as an admin reviews it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationView {
    registration_id: RegistrationId,
    kind: Kind,
    status: Status,
    user_id: UserId,
    first_name: Text<1, 80>,
    last_name: Text<1, 80>,
    email: Email,
    phone: Phone,
    gender: Gender,
    date_of_birth: CalendarDate,
    address: Address,
    license_number: Text<1, 60>,
    #[serde(skip_serializing_if = "Option::is_none")]
    specialty: Option<Text<1, 80>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    years_of_experience: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    languages: Option<Vec<Text<1, 40>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consultation_fee: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pharmacy_name: Option<Text<1, 160>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    laboratory_name: Option<Text<1, 160>>,
    /// What has been handed in.
    documents: Vec<DocumentView>,
    created_at: Instant,
    submitted_at: Option<Instant>,
    reviewed_at: Option<Instant>,
    reviewed_by: Option<UserId>,
    reason: Option<Text<1, 500>>,
    tenant_id: Option<TenantId>,
}

/// A document.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentView {
    kind: DocumentKind,
    content_type: String,
    size: u64,
    /// Opens the document for a few minutes.
    url: String,
    /// From when on it does not.
    expires_at: Instant,
}

impl Operation for GetRegistration {
    const SPEC: Spec = Spec::http(
        "tenants.get_registration",
        Method::Get,
        "/v1/admin/registrations/{id}",
        "Shows a registration with its documents",
    )
    .access(Access::Roles(&[Role::Admin]))
    .audited(Part::Documents, Purpose::Support)
    .grants(&[Grant::platform("REG#", &[Action::GetItem])])
    .blobs();
    type Path = RegistrationPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = RegistrationView;

    async fn run(
        ctx: &Ctx,
        input: Input<RegistrationPath, NoQuery, NoBody>,
    ) -> Result<Reply<RegistrationView>, Failure> {
        let registration = load(ctx, input.path.id).await?;
        ctx.on_record_of(registration.user_id);
        let mut documents = Vec::new();
        for kind in DocumentKind::ALL {
            documents.extend(document(ctx, &registration, kind).await?);
        }
        Ok(Reply::ok(view(registration, documents)))
    }
}

async fn document(ctx: &Ctx, registration: &Registration, kind: DocumentKind) -> Result<Option<DocumentView>, Failure> {
    let Some(upload) = registration.upload(kind) else { return Ok(None) };
    let place = document_place(registration.registration_id, upload.upload_id);
    let ending = DocumentType::from_mime(&upload.content_type).map_or("bin", |t| match t {
        DocumentType::Jpeg => "jpg",
        DocumentType::Png => "png",
        DocumentType::Webp => "webp",
        DocumentType::Pdf => "pdf",
    });
    let name = format!("{}-{}.{ending}", registration.registration_id, kind.as_str());
    let link = ctx.platform.blobs.presign_get(&place, &name, LIFETIME, ctx.now).await.map_err(Failure::fault)?;
    Ok(Some(DocumentView {
        kind,
        content_type: upload.content_type.clone(),
        size: upload.size,
        url: link.url,
        expires_at: Instant::new(link.expires_at),
    }))
}

fn view(registration: Registration, documents: Vec<DocumentView>) -> RegistrationView {
    let (specialty, years_of_experience, languages, consultation_fee) = match registration.practice {
        Some(Practice { specialty, years_of_experience, languages, consultation_fee }) => {
            (Some(specialty), Some(years_of_experience), Some(languages), Some(consultation_fee))
        }
        None => (None, None, None, None),
    };
    let named = |kind: Kind| registration.business_name.clone().filter(|_| registration.kind == kind);
    RegistrationView {
        registration_id: registration.registration_id,
        kind: registration.kind,
        status: registration.status,
        user_id: registration.user_id,
        pharmacy_name: named(Kind::Pharmacist),
        laboratory_name: named(Kind::Laboratory),
        first_name: registration.first_name,
        last_name: registration.last_name,
        email: registration.email,
        phone: registration.phone,
        gender: registration.gender,
        date_of_birth: registration.date_of_birth,
        address: registration.address,
        license_number: registration.license_number,
        specialty,
        years_of_experience,
        languages,
        consultation_fee,
        documents,
        created_at: registration.created_at,
        submitted_at: registration.submitted_at,
        reviewed_at: registration.reviewed_at,
        reviewed_by: registration.reviewed_by,
        reason: registration.reason,
        tenant_id: registration.tenant_id,
    }
}
