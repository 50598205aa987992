//! What is not yours answers like what does not exist.

use crate::call::Call;
use crate::cast::Cast;
use crate::samples::{Sample, requests, samples};
use crate::schema::{self, Field};
use medilink_kernel::Role;
use medilink_testkit::{Answer, World};
use serde_json::Value;

/// Ids that everybody may know: doctors are in the directory.
const PUBLIC: [&str; 1] = ["doc"];

/// Ids of others that a request may name, and why.
const NAMED: [(&str, &str, &str); 2] = [
    (
        "scheduling.book_appointment",
        "/patientId",
        "the desk books for whoever stands before it, from whichever practice",
    ),
    ("timeline.break_glass", "patientId", "whoever is in danger, in everybody's sight"),
];

#[tokio::test]
async fn the_ids_of_others_answer_like_ids_of_nothing() {
    let world = World::start().await;
    let (own, other) = tokio::join!(Cast::gather(&world, "pool"), Cast::gather(&world, "pool"));
    let client = reqwest::Client::new();
    let (mut wrong, all) = (Vec::new(), samples());
    for request in requests() {
        for place in places(&request) {
            let roles = Role::ALL.map(Some).into_iter().chain([None]);
            for role in roles.filter(|role| asks(&request, *role)) {
                let sample = of_role(&all, &request, role);
                let mine = sample.call(&world, &own).await;
                let mine = if sample.operation.spec().access.needs_token() {
                    mine.by(role.map(|role| own.of(role)))
                } else {
                    mine
                };
                let nothing = place.put(&mine, &place.random()).send(&client, &world.url).await;
                let foreign = if reaches_all(sample, &place, role) {
                    place.put(&mine, &place.random()).send(&client, &world.url).await
                } else {
                    let mut theirs = place.get(&sample.call(&world, &other).await);
                    for another in all.iter().filter(|another| another.is_of(sample)) {
                        if theirs.is_none() {
                            theirs = place.get(&another.call(&world, &other).await);
                        }
                    }
                    let theirs = theirs.unwrap_or_else(|| place.known(&other));
                    place.put(&mine, &theirs).send(&client, &world.url).await
                };
                let hidden = place.hides(&nothing) && place.hides(&foreign);
                if !hidden || said(&nothing) != said(&foreign) {
                    wrong.push(format!("{role:?} {}\n  theirs:  {foreign}\n  nothing: {nothing}", place.field.place));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What an answer says, but for what is another in every refusal.
fn said(answer: &Answer) -> String {
    if answer.status < 300 { String::from_utf8_lossy(&answer.bytes).into_owned() } else { answer.without_trace() }
}

/// The sample that somebody of this role could send: the desk's own, for whoever stands at it.
fn of_role<'a>(all: &'a [Sample], request: &'a Sample, role: Option<Role>) -> &'a Sample {
    let at_the_desk = |name: Option<&str>| matches!(name, Some("doctor" | "nurse" | "receptionist"));
    let same =
        |sample: &&Sample| sample.operation.spec().id == request.operation.spec().id && sample.expected()[0] < 300;
    let name = role.map(Role::as_str);
    let own = all.iter().filter(same).find(|sample| sample.actor().as_deref() == name);
    let desk = || all.iter().filter(same).find(|sample| at_the_desk(name) && at_the_desk(sample.actor().as_deref()));
    own.or_else(desk).unwrap_or(request)
}

/// The parts of a request that hold ids.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Path,
    Query,
    Body,
}

/// Where an id stands in a request.
struct Place {
    part: Part,
    field: Field,
    prefix: String,
}

fn places(sample: &Sample) -> Vec<Place> {
    let place = |part: Part, field: Field| {
        let prefix = field.id_prefix()?.to_owned();
        Some(Place { part, field, prefix })
    };
    let path = schema::parameters(sample.operation, "path").into_iter().filter_map(|field| place(Part::Path, field));
    let query = schema::parameters(sample.operation, "query").into_iter().filter_map(|field| place(Part::Query, field));
    let body = schema::body(sample.operation).into_iter().filter_map(|field| place(Part::Body, field));
    path.chain(query).chain(body).collect()
}

/// Who asks: everybody whom the operation answers to; where it answers to all, those who may sign in differ in nothing.
fn asks(sample: &Sample, role: Option<Role>) -> bool {
    let access = sample.operation.spec().access;
    access.allows(role) && (access.needs_token() || role.is_none())
}

/// Whether the id of another is as good as an own one: admins and auditors look at everybody, and some ids are
/// public.
fn reaches_all(sample: &Sample, place: &Place, role: Option<Role>) -> bool {
    let named = NAMED.iter().any(|(id, field, _)| *id == sample.operation.spec().id && *field == place.field.place);
    matches!(role, Some(Role::Admin | Role::Auditor)) || named || PUBLIC.contains(&place.prefix.as_str())
}

impl Place {
    /// Whether an answer shows nothing: what filters a list leaves an empty one.
    fn hides(&self, answer: &Answer) -> bool {
        let empty = answer.status == 200 && answer["items"].as_array().is_some_and(Vec::is_empty);
        answer.status == 404 || (self.part == Part::Query && empty)
    }

    fn get(&self, call: &Call) -> Option<String> {
        let is_id = |part: &&str| part.starts_with(&format!("{}_", self.prefix));
        match self.part {
            Part::Path => call.path.split('/').find(is_id).map(str::to_owned),
            Part::Query => call.query.split(['&', '=']).find(is_id).map(str::to_owned),
            Part::Body => call.json().pointer(&self.field.place)?.as_str().map(str::to_owned),
        }
    }

    fn put(&self, call: &Call, id: &str) -> Call {
        match self.part {
            Part::Path => {
                let own = self.get(call).expect("an id in the path");
                return Call { path: call.path.replace(&own, id), ..call.clone() };
            }
            Part::Query => {
                let name = self.field.place.trim_start_matches(['?', '/']);
                return Call { query: format!("{name}={id}"), ..call.clone() };
            }
            Part::Body => {}
        }
        let mut body = call.json();
        let (parent, name) = self.field.place.rsplit_once('/').expect("a pointer");
        match body.pointer_mut(parent).expect("a parent") {
            Value::Array(all) => all[0] = id.into(),
            object => object[name] = id.into(),
        }
        call.clone().saying(body.to_string())
    }

    /// The id of somebody of a cast, for a field that no sample has.
    fn known(&self, cast: &Cast) -> String {
        match self.prefix.as_str() {
            "usr" => cast.of(Role::Patient).id().to_owned(),
            "ten" => cast.of(Role::Doctor).tenant_id().to_owned(),
            other => panic!("{}: whose {other}?", self.field.place),
        }
    }

    /// A good id of nothing.
    fn random(&self) -> String {
        use medilink_kernel::{AppointmentId, Clock, OsEntropy, SystemClock};
        // An appointment's id says when it was: here, in the days that are asked for.
        let id = AppointmentId::new(SystemClock.now(), &OsEntropy);
        format!("{}_{}", self.prefix, id.bare())
    }
}
