use super::*;
use medilink_kernel::UserId;
use serde_json::json;

fn account(patient: bool) -> Account {
    let mut record = json!({
        "userId": UserId::from_u128(1), "role": "patient", "email": "amina@example.dz", "firstName": "Amina",
        "lastName": "Haddad", "phone": "+213551234567", "language": "fr", "createdAt": "2027-03-01T08:00:00Z",
        "address": {"wilaya": "Alger", "commune": "Hydra", "street": "1 rue des Oliviers"},
    });
    if patient {
        record["patient"] = json!({"bloodType": "A+", "heightCm": 170, "allergies": ["pollen"]});
    }
    serde_json::from_value(record).unwrap()
}

fn body(value: serde_json::Value) -> Body {
    serde_json::from_value(value).unwrap()
}

#[test]
fn what_is_left_out_stays_and_null_takes_away() {
    let changes = json!({"firstName": "Amine", "address": null, "heightCm": null, "weightKg": 60, "allergies": []});
    let changed = apply(&account(true), &body(changes)).unwrap();
    assert_eq!((changed.first_name.as_str(), changed.last_name.as_str()), ("Amine", "Haddad"));
    assert_eq!((changed.address, changed.phone), (None, account(true).phone));
    let facts = changed.patient.unwrap();
    assert_eq!((facts.blood_type, facts.height_cm, facts.weight_kg), (Some(BloodType::APositive), None, Some(60)));
    assert!(facts.allergies.is_empty());
}

#[test]
fn nobody_changes_address_or_role_of_the_account() {
    for field in ["email", "role", "userId", "tenantId"] {
        assert!(serde_json::from_value::<Body>(json!({field: "x"})).is_err(), "{field}");
    }
}

#[test]
fn only_patients_have_a_blood_type() {
    let refusal = apply(&account(false), &body(json!({"bloodType": "O-"}))).unwrap_err();
    assert_eq!((refusal.errors[0].pointer.as_str(), refusal.errors[0].code.as_str()), ("/bloodType", "patients_only"));
    assert!(apply(&account(false), &body(json!({"phone": "0551 23 45 68"}))).is_ok());
}
