//! Places and specialties of an application as the catalogues call them, whatever the applicant called them: so they are
//! found in either script. What the catalogues do not know stays as it was typed.

use crate::form::RegistrationForm;
use medilink_catalogue::{Commune, Specialty, Wilaya};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::Text;
use medilink_library::names;

/// Puts wilaya and commune by their Latin names, and the specialty by its code.
pub(crate) async fn settle(ctx: &Ctx, form: &mut RegistrationForm) -> Result<(), Failure> {
    let (platform, session) = (&ctx.platform, &ctx.session);
    let specialty = async {
        match &form.specialty {
            Some(called) => names::specialty(platform, session, called).await,
            None => Ok(None),
        }
    };
    let wilaya = names::wilaya(platform, session, &form.address.wilaya);
    let communes = names::communes(platform, session, &form.address.commune);
    let (wilaya, communes, specialty) = futures::try_join!(wilaya, communes, specialty)?;
    put(form, wilaya, communes, specialty);
    Ok(())
}

fn put(form: &mut RegistrationForm, wilaya: Option<Wilaya>, communes: Vec<Commune>, specialty: Option<Specialty>) {
    if let Some(code) = specialty.and_then(|specialty| Text::new(&specialty.code).ok()) {
        form.specialty = Some(code);
    }
    let Some(wilaya) = wilaya else { return };
    if let Ok(name) = Text::new(&wilaya.name) {
        form.address.wilaya = name;
    }
    let there = communes.into_iter().find(|commune| commune.wilaya_code == wilaya.code);
    if let Some(name) = there.and_then(|commune| Text::new(&commune.name).ok()) {
        form.address.commune = name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> RegistrationForm {
        serde_json::from_value(json!({
            "kind": "doctor", "firstName": "Yasmine", "lastName": "Haddad", "email": "y@example.dz", "password": "lentilles",
            "phone": "0551234567", "gender": "female", "dateOfBirth": "1980-02-03", "licenseNumber": "16-2041",
            "specialty": "Cardiologie", "address": {"wilaya": "الجزائر", "commune": "حيدرة", "street": "3 rue X"},
        }))
        .unwrap()
    }

    fn commune(wilaya: &str, name: &str) -> Commune {
        Commune { code: "0".into(), wilaya_code: wilaya.into(), name: name.into(), name_ar: Some("حيدرة".into()) }
    }

    #[test]
    fn what_is_known_is_called_by_one_name() {
        let wilaya = Wilaya { code: "16".into(), name: "Alger".into(), name_ar: Some("الجزائر".into()) };
        let texts = ["أمراض القلب", "Cardiologie", "Cardiology"].map(str::to_owned);
        let [name_ar, name_fr, name_en] = texts;
        let specialty = Specialty { code: "cardiology".into(), name_ar, name_fr, name_en };
        let mut known = form();
        put(&mut known, Some(wilaya), vec![commune("12", "Hydra El Kbira"), commune("16", "Hydra")], Some(specialty));
        let address = &known.address;
        assert_eq!((&*address.wilaya, &*address.commune, &*address.street), ("Alger", "Hydra", "3 rue X"));
        assert_eq!(known.specialty.as_deref(), Some("cardiology"));
    }

    #[test]
    fn what_is_not_known_stays_as_it_was_typed() {
        let mut unknown = form();
        put(&mut unknown, None, vec![commune("16", "Hydra")], None);
        assert_eq!((&*unknown.address.wilaya, &*unknown.address.commune), ("الجزائر", "حيدرة"));
        assert_eq!(unknown.specialty.as_deref(), Some("Cardiologie"));
    }
}
