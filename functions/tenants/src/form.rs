//! What an applicant fills in.

use crate::{records::Practice, registration::Kind};
use jiff::civil::Date;
use medilink_kernel::{Address, CalendarDate, Email, Gender, Money, Opaque, Phone, Text};
use medilink_operation::{FieldError, Refusal, codes};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error};

const MOST_YEARS: u8 = 80;
const MOST_LANGUAGES: usize = 10;

/// An application to join.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistrationForm {
    /// Who applies; the fields below depend on it.
    pub kind: Kind,
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
    /// The address to sign in with.
    pub email: Email,
    /// 8 to 128 characters, and not a common one.
    pub password: Opaque<512>,
    /// Telephone.
    pub phone: Phone,
    /// Gender.
    pub gender: Gender,
    /// Date of birth.
    pub date_of_birth: CalendarDate,
    /// Where the practice, pharmacy or laboratory is.
    pub address: Address,
    /// Number of the licence to practise.
    pub license_number: Text<1, 60>,
    /// For a doctor: the specialty.
    #[serde(default)]
    pub specialty: Option<Text<1, 80>>,
    /// For a doctor: years of practice.
    #[serde(default, deserialize_with = "years")]
    #[schemars(range(max = 80))]
    pub years_of_experience: Option<u8>,
    /// For a doctor: languages spoken.
    #[serde(default)]
    #[schemars(length(max = 10))]
    pub languages: Option<Vec<Text<1, 40>>>,
    /// For a doctor: what a consultation costs.
    #[serde(default)]
    pub consultation_fee: Option<Money>,
    /// For a pharmacist: the name of the pharmacy.
    #[serde(default)]
    pub pharmacy_name: Option<Text<1, 160>>,
    /// For a laboratory: its name.
    #[serde(default)]
    pub laboratory_name: Option<Text<1, 160>>,
}

fn years<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u8>, D::Error> {
    match Option::<i64>::deserialize(d)? {
        None => Ok(None),
        Some(years) => match u8::try_from(years) {
            Ok(years) if years <= MOST_YEARS => Ok(Some(years)),
            _ => Err(D::Error::custom("out_of_range: between 0 and 80 years")),
        },
    }
}

/// What only some kinds of applicants have.
#[derive(Debug)]
pub(crate) struct Particulars {
    pub practice: Option<Practice>,
    pub business_name: Option<Text<1, 160>>,
}

impl RegistrationForm {
    /// What belongs to the kind of applicant; everything that is missing or too much is named at once.
    pub(crate) fn particulars(&self, today: Date) -> Result<Particulars, Refusal> {
        let mut wrong = Vec::new();
        let mut expect = |name: &str, kind: Kind, there: bool| match (self.kind == kind, there) {
            (true, false) => wrong.push(error(name, "required", "This value is required.")),
            (false, true) => wrong.push(error(name, "unexpected", "This value belongs to another kind of applicant.")),
            _ => {}
        };
        expect("specialty", Kind::Doctor, self.specialty.is_some());
        expect("yearsOfExperience", Kind::Doctor, self.years_of_experience.is_some());
        expect("languages", Kind::Doctor, self.languages.is_some());
        expect("consultationFee", Kind::Doctor, self.consultation_fee.is_some());
        expect("pharmacyName", Kind::Pharmacist, self.pharmacy_name.is_some());
        expect("laboratoryName", Kind::Laboratory, self.laboratory_name.is_some());
        if self.languages.as_ref().is_some_and(|languages| languages.len() > MOST_LANGUAGES) {
            wrong.push(error("languages", "too_many", "At most 10 languages."));
        }
        if self.date_of_birth.date() >= today {
            wrong.push(error("dateOfBirth", "out_of_range", "A date in the past is expected."));
        }
        if !wrong.is_empty() {
            let mut refusal = Refusal::new(codes::INVALID_INPUT, "Some values are not acceptable.");
            refusal.errors = wrong;
            return Err(refusal);
        }
        let practice = match (&self.specialty, self.years_of_experience, &self.languages, self.consultation_fee) {
            (Some(specialty), Some(years_of_experience), Some(languages), Some(consultation_fee)) => Some(Practice {
                specialty: specialty.clone(),
                years_of_experience,
                languages: languages.clone(),
                consultation_fee,
            }),
            _ => None,
        };
        let business_name = self.pharmacy_name.as_ref().or(self.laboratory_name.as_ref()).cloned();
        Ok(Particulars { practice, business_name })
    }
}

fn error(name: &str, code: &str, detail: &str) -> FieldError {
    FieldError { pointer: format!("/{name}"), code: code.into(), detail: detail.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::{Value, json};

    fn form(kind: &str, more: Value) -> RegistrationForm {
        let mut form = json!({
            "kind": kind, "firstName": "Yasmine", "lastName": "Haddad", "email": "y@example.dz", "password": "lentilles",
            "phone": "0551234567", "gender": "female", "dateOfBirth": "1980-02-03", "licenseNumber": "16-2041",
            "address": {"wilaya": "Oran", "commune": "Es Senia", "street": "3 rue X"},
        });
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(form).unwrap()
    }

    fn doctor() -> Value {
        let fee = json!({"amount": 250_000, "currency": "DZD"});
        json!({"specialty": "cardiology", "yearsOfExperience": 9, "languages": ["ar"], "consultationFee": fee})
    }

    fn wrong(form: &RegistrationForm) -> Vec<(String, String)> {
        let refusal = form.particulars(date(2027, 1, 1)).unwrap_err();
        assert_eq!(refusal.code, codes::INVALID_INPUT);
        refusal.errors.into_iter().map(|e| (e.pointer, e.code)).collect()
    }

    #[test]
    fn each_kind_has_its_own_fields() {
        let today = date(2027, 1, 1);
        let practice = form("doctor", doctor()).particulars(today).unwrap();
        assert!(practice.practice.is_some() && practice.business_name.is_none());
        for (kind, field) in [("pharmacist", "pharmacyName"), ("laboratory", "laboratoryName")] {
            let business = form(kind, json!({ (field): "El Amel" })).particulars(today).unwrap();
            assert_eq!(business.business_name.as_deref(), Some("El Amel"));
            assert!(business.practice.is_none());
        }
    }

    #[test]
    fn all_that_is_missing_or_too_much_is_named_at_once() {
        let required = |name: &str| (format!("/{name}"), "required".to_owned());
        assert_eq!(
            wrong(&form("doctor", json!({"pharmacyName": "x"}))),
            [
                required("specialty"),
                required("yearsOfExperience"),
                required("languages"),
                required("consultationFee"),
                ("/pharmacyName".into(), "unexpected".into()),
            ]
        );
        assert_eq!(wrong(&form("pharmacist", json!({}))), [required("pharmacyName")]);
        assert_eq!(wrong(&form("laboratory", json!({}))), [required("laboratoryName")]);
        let unborn = json!({"laboratoryName": "x", "dateOfBirth": "2027-01-01"});
        assert_eq!(wrong(&form("laboratory", unborn)), [("/dateOfBirth".into(), "out_of_range".into())]);
    }
}
