use medilink_kernel::{DoctorId, Money, TenantId, Text, fold};
use medilink_store::Key;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What everybody may see of a doctor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoctorCard {
    /// The doctor.
    pub doctor_id: DoctorId,
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
    /// Specialty.
    pub specialty: Text<1, 80>,
    /// Province.
    pub wilaya: Text<1, 60>,
    /// Municipality.
    pub commune: Text<1, 80>,
    /// Languages spoken.
    pub languages: Vec<Text<1, 40>>,
    /// Fee of a consultation.
    pub consultation_fee: Option<Money>,
    /// Average of ratings, 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<f32>,
}

/// A doctor's entry in the directory: the card, and what finding and booking need.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DoctorEntry {
    /// The public part.
    pub card: DoctorCard,
    /// The practice: the reference that leads a patient's booking into its keyspace.
    pub tenant_id: TenantId,
    /// The weekly working hours, once set: copied here so that a slot is judged without another read.
    pub hours: Option<Value>,
    /// Whether the practice takes bookings: false while it is suspended.
    pub bookable: bool,
}

/// One line of the index that searching reads: a card under a facet, by name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listing {
    /// The card.
    pub card: DoctorCard,
}

/// Where a doctor's entry lives.
pub fn doctor_key(doctor: DoctorId) -> Key {
    Key::only(format!("DIR#{}", doctor.bare()))
}

/// The partition of a search: by specialty, by wilaya, by both or by neither; for names typed, or for browsing.
pub fn listing_partition(by_name: bool, specialty: Option<&str>, wilaya: Option<&str>) -> String {
    let part = |value: Option<&str>| value.map(|v| fold(v.trim()).replace('#', " ")).unwrap_or_default();
    format!("DIRX#{}#{}#{}#", if by_name { "N" } else { "L" }, part(specialty), part(wilaya))
}

impl DoctorCard {
    /// Every line of the search index for this card: each combination of facets, to browse by family name, and to find
    /// by either name as it is typed.
    pub fn listings(&self) -> Vec<Key> {
        let (first, last) = (fold(&self.first_name), fold(&self.last_name));
        let mut keys = Vec::new();
        for specialty in [None, Some(&*self.specialty)] {
            for wilaya in [None, Some(&*self.wilaya)] {
                let id = self.doctor_id.bare();
                keys.push(Key::new(listing_partition(false, specialty, wilaya), format!("{last} {first}#{id}")));
                for name in [format!("{first} {last}"), format!("{last} {first}")] {
                    keys.push(Key::new(listing_partition(true, specialty, wilaya), format!("{name}#{id}")));
                }
            }
        }
        keys.sort();
        keys.dedup();
        keys
    }
}
