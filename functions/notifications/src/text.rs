//! What a notice says, in its reader's language and the practice's local time.

use crate::{
    kind::Kind,
    notice::{Facts, Who},
};
use jiff::tz::TimeZone;
use medilink_edge::Failure;
use medilink_kernel::{Instant, Language, local_time, message};

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// One line.
    pub title: String,
    /// A sentence or two.
    pub body: String,
}

/// Where nothing is said of a zone.
const HOME: &str = "Africa/Algiers";

/// Says it.
pub(crate) fn say(kind: Kind, facts: &Facts, language: Language) -> Result<Said, Failure> {
    let zone = TimeZone::get(facts.zone.as_deref().unwrap_or(HOME)).unwrap_or(TimeZone::UTC);
    let time = |at: Option<Instant>| at.map(|at| local_time(language, at.timestamp(), &zone)).unwrap_or_default();
    let text = |key: &str, arguments: &[(&str, &str)]| {
        message(language, key, arguments).ok_or_else(|| Failure::fault("a text is missing"))
    };
    let who = match &facts.who {
        Some(Who::Doctor(name)) => text("doctor-name", &[("name", name)])?,
        Some(Who::Other(name)) => name.clone(),
        None => String::new(),
    };
    let (start, moved_from) = (time(facts.start), time(facts.moved_from));
    let reason = facts.reason.as_deref().unwrap_or_default();
    let arguments = [("who", who.as_str()), ("when", &start), ("before", &moved_from), ("reason", reason)];
    let key = |part: &str| format!("notice-{}-{part}", kind.as_str().replace('_', "-"));
    let mut body = text(&key("body"), &arguments)?;
    if !reason.is_empty() && kind != Kind::RegistrationRejected {
        body = format!("{body} {}", text("notice-reason", &arguments)?);
    }
    Ok(Said { title: text(&key("title"), &arguments)?, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            who: Some(Who::Doctor("Karim Benali".into())),
            start: Some("2027-03-02T08:00:00Z".parse::<jiff::Timestamp>().unwrap().into()),
            moved_from: Some("2027-03-01T08:00:00Z".parse::<jiff::Timestamp>().unwrap().into()),
            zone: Some(HOME.into()),
            reason: Some("Urgence".into()),
        }
    }

    #[test]
    fn every_kind_has_its_words_in_every_language() {
        for kind in Kind::ALL {
            for language in Language::ALL {
                let said = say(kind, &facts(), language).unwrap();
                assert!(!said.title.is_empty() && !said.body.is_empty(), "{kind:?} {language:?}");
                assert!(!said.title.contains('{') && !said.body.contains('{'), "{said:?}");
            }
        }
    }

    #[test]
    fn a_reader_sees_name_reason_and_local_time() {
        let said = say(Kind::AppointmentMoved, &facts(), Language::Fr).unwrap();
        for part in ["Karim Benali", "mardi 2 mars 2027", "09:00", "Urgence"] {
            assert!(said.body.contains(part), "{part}: {}", said.body);
        }
        let said = say(Kind::AppointmentMoved, &facts(), Language::Ar).unwrap();
        for part in ["Karim Benali", "2 مارس 2027", "09:00"] {
            assert!(said.body.contains(part), "{part}: {}", said.body);
        }
    }
}
