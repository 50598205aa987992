use futures::future::join_all;
use medilink_catalogues::SAMPLES;
use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::{Actor, Answer, Registration, World};
use serde_json::{Value, json};
use std::time::Duration;

const ONE: &[u8] = b"code,ar,fr,en\ncardiology,\xd8\xa3,Cardiologie,Cardiology\nurology,\xd8\xa8,Urologie,Urology\n";
const OTHER: &[u8] =
    b"code,ar,fr,en\ncardiology,\xd8\xa3,Cardiologie,Cardiology (heart)\nneurology,\xd8\xaa,Neurologie,Neurology\n";

async fn stocked() -> (World, Actor) {
    let world = World::start().await;
    let admin = world.admin().await;
    join_all(SAMPLES.iter().map(|sample| admin.import(sample.kind.as_str(), sample.name, sample.bytes))).await;
    (world, admin)
}

fn column<'a>(items: &'a [Value], name: &str) -> Vec<&'a str> {
    items.iter().map(|item| item[name].as_str().unwrap_or_default()).collect()
}

/// An import once its job has ended.
async fn settled(admin: &Actor, path: &str) -> Answer {
    for _ in 0..500 {
        let import = admin.get(path).await.expect(200);
        if import["state"] != "reading" {
            return import;
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("{path} is still at work");
}

#[tokio::test]
async fn medicines_are_found_as_one_types() {
    let (world, _) = stocked().await;
    let doctor = world.doctor("Kaci").await;
    for (typed, brand) in [
        ("dolip", "DOLIPRANE"),
        ("doliprane%20500mg", "DOLIPRANE"),
        ("500%20mg%20doliprane", "DOLIPRANE"),
        ("dolirpane", "DOLIPRANE"),
        ("%D8%AF%D9%88%D9%84%D9%8A%D8%A8%D8%B1%D8%A7%D9%86", "DOLIPRANE"),
        ("paracetamol%20efferv", "EFFERALGAN"),
        ("13%20A%20012", "AMOXYPEN"),
        ("gel%201", "VOLTARENE"),
    ] {
        let found = doctor.get(&format!("/v1/medications?q={typed}")).await.expect(200);
        assert_eq!(column(found.items(), "brand").first(), Some(&brand), "{typed}: {found}");
    }
    let all = doctor.get("/v1/medications?q=paracetamol").await.expect(200);
    let statuses = column(all.items(), "status");
    let registered = statuses.iter().take_while(|status| **status == "registered").count();
    assert!(registered >= 4 && statuses[registered..].iter().all(|status| *status != "registered"), "{statuses:?}");
    let withdrawn = doctor.get("/v1/medications?q=diantalvic&status=withdrawn").await.expect(200);
    assert_eq!(withdrawn.items()[0]["withdrawnOn"], "2011-10-12");
    assert_eq!(withdrawn.items()[0]["match"], "exact");
    let first = doctor.get("/v1/medications?q=a&limit=5").await.expect(200);
    let next =
        doctor.get(&format!("/v1/medications?q=a&limit=5&cursor={}", first.text("nextCursor"))).await.expect(200);
    assert!(column(first.items(), "code").iter().all(|code| !column(next.items(), "code").contains(code)));
    world.stranger().get("/v1/medications?q=a").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_medicine_shows_equivalents_and_what_the_sheets_say() {
    let (world, _) = stocked().await;
    let pharmacist = world.pharmacist().await;
    let medicine = pharmacist.get("/v1/medications/901-03A101-05").await.expect(200);
    assert_eq!((&medicine["brand"], &medicine["type"]), (&json!("DOLIPRANE"), &json!("reference")));
    let brands = column(medicine["equivalents"].as_array().expect("a list"), "brand");
    assert_eq!(brands, ["DOLYC", "PARALGINE", "DOLIFORT"]);
    let ventoline = pharmacist.get("/v1/medications/909-20A001-06").await.expect(200);
    assert_eq!(column(ventoline["history"].as_array().expect("a list"), "status"), ["registered", "withdrawn"]);
    assert_eq!(ventoline["history"][0]["editionId"], ventoline["editionId"]);
    pharmacist.get("/v1/medications/000-00X000-00").await.refused(404, "not_found");
}

#[tokio::test]
async fn diagnoses_are_found_by_code_words_and_labels_that_survive_imports() {
    let (world, admin) = stocked().await;
    let doctor = world.doctor("Kaci").await;
    let codes = async |typed: &str| {
        let found = doctor.get(&format!("/v1/diagnoses?q={typed}")).await.expect(200);
        column(found.items(), "code").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(codes("j03.9").await.first().map(String::as_str), Some("J03.9"));
    assert!(codes("tonsilitis%20acute").await.contains(&"J03.9".to_owned()));
    // But for a slip this is angina pectoris.
    assert!(!codes("angine").await.contains(&"J03.9".to_owned()));
    let labels = json!({"fr": "Angine aiguë", "ar": "التهاب اللوزتين"});
    admin.put("/v1/admin/diagnoses/j03.9/labels", labels.clone()).await.expect(200);
    assert_eq!(codes("angine").await.first().map(String::as_str), Some("J03.9"));
    doctor.put("/v1/admin/diagnoses/J03.9/labels", labels.clone()).await.refused(403, "forbidden");
    admin.put("/v1/admin/diagnoses/X99/labels", labels.clone()).await.refused(404, "not_found");
    let later = b"code,label\nJ03.9,acute tonsillitis\nJ99,something\n";
    admin.import("diagnoses", "later.csv", later).await;
    let diagnosis = doctor.get("/v1/diagnoses/J03.9").await.expect(200);
    assert_eq!((&diagnosis["labels"], &diagnosis["label"]), (&labels, &json!("acute tonsillitis")));
    assert_eq!(codes("angine").await, ["J03.9"]);
    // Many at once: each counts.
    let puts = ["A", "B", "C", "D"].map(|fr| admin.put("/v1/admin/diagnoses/J99/labels", json!({"fr": fr})));
    assert!(join_all(puts).await.iter().all(|answer| matches!(answer.status, 200 | 503)));
}

#[tokio::test]
async fn chapters_categories_and_places_are_listed() {
    let (world, _) = stocked().await;
    let (doctor, stranger) = (world.doctor("Kaci").await, world.stranger());
    let chapters = doctor.get("/v1/diagnoses/chapters").await.expect(200);
    assert!(column(chapters.items(), "range").contains(&"J00-J99"), "{chapters}");
    let categories = doctor.get("/v1/diagnoses/chapters/J00-J99/categories").await.expect(200);
    assert_eq!(column(categories.items(), "code")[..3], ["J00", "J02", "J03"]);
    doctor.get("/v1/diagnoses/chapters/Y00-Y99/categories").await.refused(404, "not_found");
    let wilayas = stranger.get("/v1/wilayas").await.expect(200);
    assert!(wilayas.items().contains(&json!({"code": "16", "name": "Alger", "nameAr": "الجزائر"})));
    assert!(wilayas.header("cache-control").is_some_and(|value| value.contains("max-age")));
    let communes = stranger.get("/v1/wilayas/16/communes").await.expect(200);
    assert!(column(communes.items(), "name").contains(&"Hydra"));
    stranger.get("/v1/wilayas/xy/communes").await.refused(404, "not_found");
    assert_eq!(stranger.get("/v1/specialties").await.expect(200).items().len(), 22);
}

#[tokio::test]
async fn without_an_edition_there_is_nothing() {
    let world = World::start().await;
    let patient = world.patient("Lina").await;
    for path in
        ["/v1/medications?q=dol", "/v1/diagnoses?q=a", "/v1/diagnoses/chapters", "/v1/wilayas", "/v1/specialties"]
    {
        assert!(patient.get(path).await.expect(200).items().is_empty(), "{path}");
    }
    patient.get("/v1/admin/imports").await.refused(403, "forbidden");
}

#[tokio::test]
async fn an_import_shows_what_it_changes_before_it_does_and_can_be_taken_back() {
    let world = World::start().await;
    let admin = world.admin().await;
    let first = admin.import("specialties", "one.csv", ONE).await;
    assert_eq!(first["changes"], json!({"new": 2, "changed": 0, "gone": 0}));
    let import = admin.send_file("specialties", "other.csv", OTHER).await;
    let compared = admin.compare_import(&import).await;
    assert_eq!(compared["changes"], json!({"new": 1, "changed": 1, "gone": 1}));
    assert_eq!(compared["comparedWith"], first["editionId"]);
    let path = format!("/v1/admin/imports/{import}");
    let changed = admin.get(&format!("{path}/changes?kind=changed")).await.expect(200);
    let field = json!({"field": "nameEn", "before": "Cardiology", "after": "Cardiology (heart)"});
    assert_eq!(changed.items()[0]["fields"], json!([field]));
    let gone = admin.get(&format!("{path}/changes?kind=gone")).await.expect(200);
    assert_eq!(column(gone.items(), "code"), ["urology"]);
    let there = async || {
        let all = world.stranger().get("/v1/specialties").await.expect(200);
        column(all.items(), "code").join(" ")
    };
    assert_eq!(there().await, "cardiology urology");
    let confirmed = admin.post(&format!("{path}/confirm"), Value::Null).await.expect(200);
    assert_eq!(confirmed["state"], "confirmed");
    assert_eq!(there().await, "cardiology neurology");
    assert_eq!(admin.post(&format!("{path}/confirm"), Value::Null).await.expect(200).body, confirmed.body);
    admin.post(&format!("{path}/discard"), Value::Null).await.refused(409, "invalid_state");
    let restore = json!({"editionId": first["editionId"]});
    let catalogue = admin.post("/v1/admin/catalogues/specialties/restore", restore.clone()).await.expect(200);
    assert_eq!((&catalogue["current"], catalogue["editions"].as_array().map(Vec::len)), (&first["editionId"], Some(2)));
    assert_eq!(there().await, "cardiology urology");
    admin.post("/v1/admin/catalogues/wilayas/restore", restore).await.refused(404, "not_found");
    // The same file once more changes nothing.
    let again = admin.import("specialties", "one.csv", ONE).await;
    assert_eq!(
        (&again["editionId"], &again["changes"]),
        (&first["editionId"], &json!({"new": 0, "changed": 0, "gone": 0}))
    );
    let listed = admin.get("/v1/admin/imports?limit=2").await.expect(200);
    assert_eq!(listed.items().len(), 2);
}

#[tokio::test]
async fn of_two_admins_who_confirm_at_once_one_has_to_compare_again() {
    let world = World::start().await;
    let admin = world.admin().await;
    let (one, other) = (
        admin.send_file("specialties", "one.csv", ONE).await,
        admin.send_file("specialties", "other.csv", OTHER).await,
    );
    for import in [&one, &other] {
        admin.compare_import(import).await;
    }
    let confirms = [&one, &other].map(|import| {
        let (admin, path) = (admin.clone(), format!("/v1/admin/imports/{import}/confirm"));
        async move { admin.post(&path, Value::Null).await }
    });
    let answers = join_all(confirms).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let late = if answers[0].status == 409 { &one } else { &other };
    let compared = admin.compare_import(late).await;
    assert_eq!(compared["changes"], json!({"new": 1, "changed": 1, "gone": 1}));
    admin.post(&format!("/v1/admin/imports/{late}/confirm"), Value::Null).await.expect(200);
}

#[tokio::test]
async fn files_that_are_not_what_they_say_are_refused_or_listed() {
    let world = World::start().await;
    let admin = world.admin().await;
    let request = json!({"kind": "medicines", "fileName": "a.csv", "contentType": "text/csv", "size": 3, "sha256": "0".repeat(64)});
    admin.post("/v1/admin/imports", request).await.refused(400, "invalid_input");
    let request =
        json!({"kind": "wilayas", "fileName": "a.csv", "contentType": "text/csv", "size": 3, "sha256": "0".repeat(64)});
    let permit = admin.post("/v1/admin/imports", request).await.expect(201);
    let path = format!("/v1/admin/imports/{}", permit.text("importId"));
    admin.post(&format!("{path}/start"), Value::Null).await.refused(422, "file_missing");
    admin.post(&format!("{path}/confirm"), Value::Null).await.refused(409, "invalid_state");
    let other = admin.send_file("medicines", "a.xlsx", b"code,ar\n").await;
    let answer =
        admin.post(&format!("/v1/admin/imports/{other}/start"), Value::Null).await.refused(422, "file_invalid");
    assert_eq!(answer["reason"], "wrong_type");
    let empty = admin.send_file("wilayas", "a.csv", b"name,colour\nx,y\n").await;
    let path = format!("/v1/admin/imports/{empty}");
    admin.post(&format!("{path}/start"), Value::Null).await.expect(202);
    let failed = settled(&admin, &path).await;
    assert_eq!((&failed["state"], &failed["reason"]), (&json!("failed"), &json!("no_header")));
    admin.post(&format!("{path}/start"), Value::Null).await.refused(409, "invalid_state");
    assert_eq!(admin.post(&format!("{path}/discard"), Value::Null).await.expect(200)["state"], "discarded");
}

#[tokio::test]
async fn every_row_that_cannot_be_read_is_listed() {
    let world = World::start().await;
    let admin = world.admin().await;
    let sample = &SAMPLES[0];
    let import = admin.send_file("medicines", sample.name, sample.bytes).await;
    let compared = admin.compare_import(&import).await;
    let counts: Vec<_> =
        compared["sheets"].as_array().expect("sheets").iter().map(|s| s["difference"].clone()).collect();
    assert_eq!(counts, [json!(-2), json!(-2), json!(0)]);
    assert_eq!(compared["unreadable"], 4);
    let first = admin.get(&format!("/v1/admin/imports/{import}/problems?limit=2")).await.expect(200);
    assert_eq!(first.items()[0]["reason"], "missing");
    let cursor = first.text("nextCursor");
    let next = admin.get(&format!("/v1/admin/imports/{import}/problems?limit=100&cursor={cursor}")).await.expect(200);
    assert_eq!(next.items().len() as u64 + 2, compared["problems"].as_u64().expect("a number"));
}

#[tokio::test]
async fn a_practice_is_found_by_place_and_specialty_in_either_script() {
    let (world, _) = stocked().await;
    let mut form = Registration::form(&world, "doctor", "Brahimi");
    form["address"] = json!({"wilaya": "وهران", "commune": "السانية", "street": "3 rue X"});
    form["specialty"] = json!("Médecine générale");
    let brahimi = Registration::hand_in_form(&world, form).await.found("pool").await;
    let mut form = Registration::form(&world, "doctor", "Saidi");
    form["address"] = json!({"wilaya": "Oran", "commune": "Somewhere else", "street": "4 rue X"});
    form["specialty"] = json!("Sophrologie");
    Registration::hand_in_form(&world, form).await.found("pool").await;
    let anyone = world.stranger();
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let found = async |query: &str, value: &str| {
        let found = anyone.get(&format!("/v1/doctors?{query}={}", encoded(value))).await.expect(200);
        column(found.items(), "lastName").join(" ")
    };
    for wilaya in ["31", "ORAN", "وهران"] {
        assert_eq!(found("wilaya", wilaya).await, "Brahimi Saidi", "{wilaya}");
    }
    for specialty in ["general_practice", "medecine generale", "طب عام", "General medicine"] {
        assert_eq!(found("specialty", specialty).await, "Brahimi", "{specialty}");
    }
    // What no catalogue knows stays as it was typed, and is found so.
    assert_eq!((found("specialty", "sophrologie").await, found("wilaya", "99").await), ("Saidi".into(), String::new()));
    let card = anyone.get(&format!("/v1/doctors/{}", brahimi.doctor_id())).await.expect(200);
    let known = ["wilaya", "commune", "specialty"].map(|member| card[member].as_str().unwrap_or_default());
    assert_eq!(known, ["Oran", "Es Senia", "general_practice"]);
}
