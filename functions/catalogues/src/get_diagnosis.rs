//! A diagnosis.

use crate::{diagnosis_views::DiagnosisView, medicine_views::CodePath};
use medilink_catalogue::Kind;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_library::current;
use medilink_operation::{Action, Grant, Method, Refusal, Spec};

/// `GET /v1/diagnoses/{code}`.
pub struct GetDiagnosis;

impl Operation for GetDiagnosis {
    const SPEC: Spec =
        Spec::http("catalogues.get_diagnosis", Method::Get, "/v1/diagnoses/{code}", "Shows a diagnosis by its code")
            .grants(&[
                Grant::platform("CATALOGUE#", &[Action::GetItem]),
                Grant::platform("CATLABEL#", &[Action::Query]),
            ])
            .blobs()
            .memory(512);
    type Path = CodePath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = DiagnosisView;

    async fn run(ctx: &Ctx, input: Input<CodePath, NoQuery, NoBody>) -> Result<Reply<DiagnosisView>, Failure> {
        let shelf = current(&ctx.platform, &ctx.session, Kind::Diagnoses).await?;
        let code = input.path.code.to_ascii_uppercase();
        let row = shelf.catalogue.table().find(&code).ok_or_else(Refusal::not_found)?;
        Ok(Reply::ok(DiagnosisView::of(&shelf, row)))
    }
}
