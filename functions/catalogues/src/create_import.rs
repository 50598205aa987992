//! Lets an admin send a file straight to the object store.

use crate::{
    import::State,
    records::{FileType, IMPORTS, ImportRecord, file_place, import_key},
    source::MOST_BYTES,
};
use medilink_blobs::Upload;
use medilink_catalogue::Kind;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply, UploadCall, upload_size};
use medilink_kernel::{ImportId, Instant, Role, Sha256Hex, Text};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `POST /v1/admin/imports`.
pub struct CreateImport;

/// A file about to be sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRequest {
    /// The catalogue that it is for.
    kind: Kind,
    /// What it is called.
    file_name: Text<1, 200>,
    /// Its media type: a spreadsheet for medicines, a list for the others.
    content_type: FileType,
    /// Its length in bytes, at most 16 MiB.
    #[serde(deserialize_with = "upload_size::<_, MOST_BYTES>")]
    #[schemars(range(min = 1, max = 16_777_216))]
    size: u64,
    /// Its SHA-256 in hexadecimal.
    sha256: Sha256Hex,
}

/// An import whose file may be sent now.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportPermit {
    import_id: ImportId,
    state: State,
    /// The request that the client sends itself, exactly as given.
    upload: UploadCall,
    /// From when on it is refused.
    expires_at: Instant,
}

impl Operation for CreateImport {
    const SPEC: Spec = Spec::http(
        "catalogues.create_import",
        Method::Post,
        "/v1/admin/imports",
        "Lets an admin send a file to import",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("IMPORT#", &[Action::PutItem])])
    .success(&[201])
    .blobs();
    type Path = NoPath;
    type Query = NoQuery;
    type Body = ImportRequest;
    type Output = ImportPermit;

    async fn run(
        ctx: &Ctx,
        Input { body, .. }: Input<NoPath, NoQuery, ImportRequest>,
    ) -> Result<Reply<ImportPermit>, Failure> {
        if !body.content_type.suits(body.kind) {
            let detail = "Medicines come as a spreadsheet, all else as a list.";
            return Err(Refusal::field(codes::INVALID_INPUT, "/contentType", "unknown_value", detail).into());
        }
        let import_id = ImportId::new(ctx.now, ctx.entropy());
        let promise = Upload { content_type: body.content_type.mime(), size: body.size, sha256: body.sha256.0 };
        let (upload, expires_at) = UploadCall::allow(ctx, &file_place(import_id), promise).await?;
        let import = ImportRecord {
            import_id,
            kind: body.kind,
            file_name: body.file_name,
            content_type: body.content_type,
            size: body.size,
            sha256: body.sha256,
            state: State::AwaitingUpload,
            step: 0,
            sheets: Vec::new(),
            edition_id: None,
            edition_sha256: None,
            entries: None,
            problems: None,
            base: None,
            changes: None,
            failure: None,
            created_at: Instant::new(ctx.now),
            created_by: ctx.caller()?.user,
            started_at: None,
            decided_at: None,
            decided_by: None,
            gsi1pk: IMPORTS.to_owned(),
            gsi1sk: import_id.bare(),
        };
        let permit = ImportPermit { import_id, state: State::AwaitingUpload, upload, expires_at };
        let transaction =
            Transaction::new().put(&ctx.store(), "import", &import_key(import_id), &import, Condition::new_item());
        ctx.commit(transaction, Reply::created(permit)).await
    }
}
