//! Finds doctors by name as it is typed, by specialty and by wilaya.
//!
//! Every combination of facets has a partition of its own (see [`DoctorCard::listings`]): a search is one query over
//! one partition, however many doctors there are.

use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{Opaque, Text, fold};
use medilink_library::names;
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_records::{DoctorCard, listing_partition};
use medilink_store::{Page, Query};
use schemars::JsonSchema;
use serde::Deserialize;

/// Finds doctors.
pub struct SearchDoctors;

/// Which doctors. What is empty does not count.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoctorsQuery {
    /// How a given or family name begins, in any spelling.
    #[serde(default)]
    pub q: Option<Text<0, 80>>,
    /// The specialty: its code, or its name in any language.
    #[serde(default)]
    pub specialty: Option<Text<0, 80>>,
    /// The province: its number, or its name in either script.
    #[serde(default)]
    pub wilaya: Option<Text<0, 60>>,
    /// How many.
    #[serde(default)]
    pub limit: Limit,
    /// Where to go on.
    #[serde(default)]
    pub cursor: Option<Opaque<2048>>,
}

/// A line of the search index with its place in it.
#[derive(Debug, Deserialize)]
struct Line {
    card: DoctorCard,
    sk: String,
}

impl Operation for SearchDoctors {
    const SPEC: Spec = Spec::http(
        "directory.search_doctors",
        Method::Get,
        "/v1/doctors",
        "Finds doctors by name, specialty and wilaya",
    )
    .access(Access::Public)
    .grants(&[Grant::platform("DIRX#", &[Action::Query]), Grant::platform("CATALOGUE#", &[Action::GetItem])])
    .blobs()
    .cache_seconds(5);
    type Path = NoPath;
    type Query = DoctorsQuery;
    type Body = NoBody;
    type Output = List<DoctorCard>;

    async fn run(ctx: &Ctx, input: Input<NoPath, DoctorsQuery, NoBody>) -> Result<Reply<List<DoctorCard>>, Failure> {
        let asked = input.query;
        let position = ctx.position(asked.cursor.as_ref())?;
        let typed = typed(asked.q.as_deref().unwrap_or_default());
        let specialty = specialty(ctx, facet(asked.specialty.as_deref()));
        let wilaya = wilaya(ctx, facet(asked.wilaya.as_deref()));
        let (specialty, wilaya) = futures::try_join!(specialty, wilaya)?;
        let partition = listing_partition(!typed.is_empty(), specialty.as_deref(), wilaya.as_deref());
        let query = Query::partition(partition).eventually();
        let query = if typed.is_empty() { query } else { query.begins(&typed) };
        let limit = asked.limit.get();
        let first: Page<Line> = ctx.store().query(query.clone().limit(limit).after(position)).await?;
        let (mut items, mut next) = (cards(first.items, &typed), first.next);
        // Doctors whose names both begin so have two lines: the places of the second ones are filled up, once.
        if items.len() < limit && next.is_some() {
            let more: Page<Line> = ctx.store().query(query.limit(limit - items.len()).after(next)).await?;
            items.extend(cards(more.items, &typed));
            next = more.next;
        }
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(next.as_ref()) }))
    }
}

/// What was typed, as the lines of the index are written.
fn typed(q: &str) -> String {
    fold(q).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The specialty as doctors are listed by it.
async fn specialty(ctx: &Ctx, typed: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    let known = names::specialty(&ctx.platform, &ctx.session, typed).await?;
    Ok(Some(known.map_or_else(|| typed.to_owned(), |specialty| specialty.code)))
}

/// The wilaya as doctors are listed by it.
async fn wilaya(ctx: &Ctx, typed: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    let known = names::wilaya(&ctx.platform, &ctx.session, typed).await?;
    Ok(Some(known.map_or_else(|| typed.to_owned(), |wilaya| wilaya.name)))
}

fn facet(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !fold(value).trim().is_empty())
}

/// Each doctor once: of two lines that match, the one by given name counts.
fn cards(lines: Vec<Line>, typed: &str) -> Vec<DoctorCard> {
    let counts = |line: &Line| {
        let by_given_name = format!("{} {}", fold(&line.card.first_name), fold(&line.card.last_name));
        typed.is_empty() || line.sk.starts_with(&format!("{by_given_name}#")) || !by_given_name.starts_with(typed)
    };
    lines.into_iter().filter(counts).map(|line| line.card).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_kernel::DoctorId;

    fn card(first: &str, last: &str) -> DoctorCard {
        DoctorCard {
            doctor_id: DoctorId::from_u128(7),
            first_name: Text::new(first).unwrap(),
            last_name: Text::new(last).unwrap(),
            specialty: Text::new("Cardiologie").unwrap(),
            wilaya: Text::new("Béjaïa").unwrap(),
            commune: Text::new("Akbou").unwrap(),
            languages: Vec::new(),
            consultation_fee: None,
            rating: None,
        }
    }

    /// What the index holds of these cards, and what a query over it gives.
    fn found(cards: &[DoctorCard], q: &str, specialty: Option<&str>, wilaya: Option<&str>) -> usize {
        let typed = typed(q);
        let partition = listing_partition(!typed.is_empty(), facet(specialty), facet(wilaya));
        let lines = cards.iter().flat_map(|card| card.listings().into_iter().map(|key| (key, card.clone())));
        let lines = lines.filter(|(key, _)| key.pk == partition && key.sk.starts_with(&typed));
        super::cards(lines.map(|(key, card)| Line { card, sk: key.sk }).collect(), &typed).len()
    }

    #[test]
    fn a_doctor_is_found_once_by_either_name_in_any_spelling() {
        let doctors =
            [card("Élodie", "Ait  Ahmed"), card("أمينة", "بن علي"), card("Ali", "Alioui"), card("Ali", "Ali")];
        for (q, count) in
            [("elo", 1), ("AIT", 1), ("élodie a", 1), ("امينه", 1), ("بن", 1), ("ali", 2), ("  ali  ali ", 2), ("x", 0)]
        {
            assert_eq!(found(&doctors, q, None, None), count, "{q}");
        }
        assert_eq!(found(&doctors, "", None, None), 4);
        assert_eq!(found(&doctors, " ", Some(""), Some("")), 4);
    }

    #[test]
    fn facets_narrow() {
        let doctors = [card("Ali", "Alioui")];
        for (specialty, wilaya, count) in [
            (Some("cardiologie"), None, 1),
            (Some(" CARDIOLOGIE "), Some("bejaia"), 1),
            (None, Some("Bejaia"), 1),
            (Some("dentiste"), None, 0),
            (Some("cardiologie"), Some("oran"), 0),
        ] {
            assert_eq!(found(&doctors, "", specialty, wilaya), count);
            assert_eq!(found(&doctors, "al", specialty, wilaya), count);
        }
    }
}
