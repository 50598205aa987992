//! Who opened the caller's own record, in plain words.

use crate::times::within;
use crate::view::Outcome;
use jiff::tz::TimeZone;
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{AccessId, Instant, Language, Opaque, Role, local_time, message};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec};
use medilink_records::{OpenedLine, Unusual, opened_partition};
use medilink_store::Query;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `GET /v1/me/access-log`.
pub struct AccessLog;

/// The zone of the country that the platform serves: nothing is known of a patient's own.
const ZONE: &str = "Africa/Algiers";

/// Which lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    /// The first instant.
    #[serde(default)]
    pub from: Option<Instant>,
    /// The instant before which they were.
    #[serde(default)]
    pub to: Option<Instant>,
    /// How many.
    #[serde(default)]
    pub limit: Limit,
    /// Where to go on.
    #[serde(default)]
    pub cursor: Option<Opaque<2048>>,
}

/// Somebody opened a part of the own record.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AccessLogLine")]
pub struct LineView {
    /// The entry.
    entry_id: AccessId,
    /// When.
    at: Instant,
    /// When, by the clock of the place, in words.
    local_time: String,
    /// Who.
    who: Who,
    /// Which part.
    part: Part,
    /// Why.
    purpose: Purpose,
    /// The record, where it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    record_id: Option<String>,
    /// What came of it.
    outcome: Outcome,
    /// All of it in one sentence.
    text: String,
    /// What stands out.
    unusual: Vec<Unusual>,
}

/// Who opened it, by the names of then.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AccessLogWho")]
pub struct Who {
    /// What they are.
    role: Role,
    /// The name; none for oneself.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The practice or pharmacy.
    #[serde(skip_serializing_if = "Option::is_none")]
    practice: Option<String>,
}

impl Operation for AccessLog {
    const SPEC: Spec =
        Spec::http("audit.access_log", Method::Get, "/v1/me/access-log", "Who opened the own record, newest first")
            .access(Access::Roles(&[Role::Patient]))
            .grants(&[Grant::platform("OPENED#", &[Action::Query])]);
    type Path = NoPath;
    type Query = LogQuery;
    type Body = NoBody;
    type Output = List<LineView>;

    async fn run(ctx: &Ctx, input: Input<NoPath, LogQuery, NoBody>) -> Result<Reply<List<LineView>>, Failure> {
        let asked = input.query;
        let lines = Query::partition(opened_partition(ctx.caller()?.user)).limit(asked.limit.get());
        let lines = within(lines, asked.from, asked.to)?.after(ctx.position(asked.cursor.as_ref())?);
        let page = ctx.store().query::<OpenedLine>(lines).await?;
        let items = page.items.into_iter().map(|line| view(line, ctx.language)).collect::<Result<_, _>>()?;
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}

fn view(line: OpenedLine, language: Language) -> Result<LineView, Failure> {
    let entry = &line.entry;
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let local_time = local_time(language, entry.at(), &zone);
    let text = |key: &str, arguments: &[(&str, &str)]| {
        message(language, key, arguments).ok_or_else(|| Failure::fault("a text is missing"))
    };
    let part = text(&format!("access-part-{}", entry.part.as_str()), &[])?;
    let purpose = text(&format!("access-purpose-{}", entry.purpose.as_str()), &[])?;
    let sentence = match (entry.purpose, Outcome::of(entry)) {
        (Purpose::Own, Outcome::Granted) => "access-line-own",
        (Purpose::Own, Outcome::Refused) => "access-line-own-refused",
        (_, Outcome::Granted) => "access-line",
        (_, Outcome::Refused) => "access-line-refused",
    };
    let who = who(&line, &text(&format!("access-role-{}", entry.role.as_str().replace('_', "-")), &[])?);
    let said = [("who", who.as_str()), ("part", &part), ("when", &local_time), ("purpose", &purpose)];
    Ok(LineView {
        entry_id: entry.id,
        at: Instant::new(entry.at()),
        text: text(sentence, &said)?,
        local_time,
        who: Who { role: entry.role, name: line.name.clone(), practice: line.practice.clone() },
        part: entry.part,
        purpose: entry.purpose,
        record_id: entry.record.clone(),
        outcome: Outcome::of(entry),
        unusual: line.unusual.clone(),
    })
}

/// "Samir Kaci (doctor, Cabinet Hydra)".
fn who(line: &OpenedLine, role: &str) -> String {
    let about = [Some(role), line.practice.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    match &line.name {
        Some(name) => format!("{name} ({about})"),
        None => about,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::tests::entry;

    #[test]
    fn a_line_has_its_words_in_every_language() {
        for language in Language::ALL {
            for (role, part, purpose) in Role::ALL
                .into_iter()
                .flat_map(|role| Part::ALL.map(|part| (role, part)))
                .flat_map(|(role, part)| Purpose::ALL.map(|purpose| (role, part, purpose)))
            {
                for refused in [None, Some("not_found".to_owned())] {
                    let entry = medilink_records::AccessEntry { role, part, purpose, refused, ..entry(1) };
                    let (name, practice) = (Some("Samir Kaci".to_owned()), Some("Cabinet Hydra".to_owned()));
                    let line = OpenedLine { entry, name, practice, unusual: Vec::new(), told: false };
                    let said = view(line, language).unwrap().text;
                    let named = said.contains("Samir Kaci") && said.contains("Cabinet Hydra");
                    assert!(!said.contains('{') && (named || purpose == Purpose::Own), "{said}");
                }
            }
        }
    }
}
