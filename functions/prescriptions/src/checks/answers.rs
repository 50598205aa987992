use super::warning::{Concern, Warning};
use medilink_kernel::Text;
use medilink_operation::{Refusal, codes};
use medilink_records::{OnWarning, PrescribingChoice};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A doctor's answer to a warning.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    /// The id of the warning.
    pub warning: Text<1, 64>,
    /// Why it is prescribed all the same.
    pub reason: Text<1, 500>,
}

/// A warning that was answered, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AnsweredWarning")]
pub struct Answer {
    /// What spoke against it.
    pub warning: Warning,
    /// Why it was prescribed all the same.
    pub reason: String,
}

/// The warnings with their answers.
///
/// # Errors
/// Where the practice does not allow one of them, or one is not answered.
pub(crate) fn settle(
    warnings: Vec<Warning>,
    given: &[Acknowledgement],
    choice: &PrescribingChoice,
) -> Result<Vec<Answer>, Refusal> {
    let refused: Vec<&Warning> =
        warnings.iter().filter(|warning| on(warning.kind, choice) == OnWarning::Refuse).collect();
    if !refused.is_empty() {
        let detail = "The practice does not allow prescribing against these warnings.";
        return Err(Refusal::new(codes::WARNINGS_REFUSED, detail).with("warnings", json!(refused)));
    }
    let reason = |warning: &Warning| {
        given.iter().find(|answer| *answer.warning == *warning.id).map(|answer| answer.reason.to_string())
    };
    let open: Vec<&Warning> = warnings.iter().filter(|warning| reason(warning).is_none()).collect();
    if !open.is_empty() {
        let detail = "Each warning has to be answered: acknowledge it by its id, with a reason.";
        return Err(Refusal::new(codes::WARNINGS_UNANSWERED, detail).with("warnings", json!(open)));
    }
    let answered = warnings.into_iter().filter_map(|warning| Some(Answer { reason: reason(&warning)?, warning }));
    Ok(answered.collect())
}

const fn on(kind: Concern, choice: &PrescribingChoice) -> OnWarning {
    match kind {
        Concern::Withdrawn => choice.withdrawn,
        Concern::NotRenewed => choice.not_renewed,
        Concern::Allergy => choice.allergy,
        Concern::Duplicate => choice.duplicate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_catalogue::{Entry, Medicine};

    fn warning(item: usize, kind: Concern) -> Warning {
        Warning::about(item, kind, &Medicine::read(|_| "x")).named()
    }

    fn answer(warning: &Warning) -> Acknowledgement {
        Acknowledgement { warning: Text::new(&warning.id).unwrap(), reason: Text::new("Il le faut").unwrap() }
    }

    #[test]
    fn each_warning_has_its_own_answer_or_is_not_allowed() {
        let all = vec![warning(0, Concern::Withdrawn), warning(1, Concern::Withdrawn), warning(1, Concern::Allergy)];
        let given: Vec<_> = all.iter().map(answer).collect();
        let choice = PrescribingChoice::default();
        let answered = settle(all.clone(), &given, &choice).unwrap();
        assert_eq!(answered.iter().map(|answer| &answer.warning).collect::<Vec<_>>(), all.iter().collect::<Vec<_>>());
        let refusal = settle(all.clone(), &given[..2], &choice).unwrap_err();
        assert_eq!((refusal.code, &refusal.extra["warnings"]), (codes::WARNINGS_UNANSWERED, &json!([all[2]])));
        let strict = PrescribingChoice { withdrawn: OnWarning::Refuse, ..choice };
        let refusal = settle(all.clone(), &given, &strict).unwrap_err();
        assert_eq!((refusal.code, &refusal.extra["warnings"]), (codes::WARNINGS_REFUSED, &json!(all[..2])));
        assert_eq!(settle(Vec::new(), &given, &strict).unwrap(), Vec::new());
    }
}
