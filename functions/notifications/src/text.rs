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

/// The texts of the catalogue that a notice is made of, and what they are filled with.
pub(crate) struct Words {
    /// The line.
    pub title: String,
    /// The sentences.
    pub body: Vec<String>,
    filled: [(&'static str, String); 4],
}

/// Where nothing is said of a zone.
const HOME: &str = "Africa/Algiers";
/// The text that adds a reason.
const REASON: &str = "notice-reason";

/// Chooses the words.
pub(crate) fn words(kind: Kind, facts: &Facts, language: Language) -> Result<Words, Failure> {
    let zone = TimeZone::get(facts.zone.as_deref().unwrap_or(HOME)).unwrap_or(TimeZone::UTC);
    let time = |at: Option<Instant>| at.map(|at| local_time(language, at.timestamp(), &zone)).unwrap_or_default();
    let who = match &facts.who {
        Some(Who::Doctor(name)) => text(language, "doctor-name", &[("name", name)])?,
        Some(Who::Other(name)) => name.clone(),
        None => String::new(),
    };
    let key = |part: &str| format!("notice-{}-{part}", kind.as_str().replace('_', "-"));
    let mut body = vec![key("body")];
    // A rejection has its reason in the sentence itself.
    if facts.reason.is_some() && kind != Kind::RegistrationRejected {
        body.push(REASON.into());
    }
    let reason = facts.reason.clone().unwrap_or_default();
    let filled = [("who", who), ("when", time(facts.start)), ("before", time(facts.moved_from)), ("reason", reason)];
    Ok(Words { title: key("title"), body, filled })
}

impl Words {
    /// What the texts are filled with.
    pub(crate) fn arguments(&self) -> [(&str, &str); 4] {
        self.filled.each_ref().map(|(name, value)| (*name, value.as_str()))
    }
}

/// Says it, in one piece.
pub(crate) fn say(kind: Kind, facts: &Facts, language: Language) -> Result<Said, Failure> {
    let words = words(kind, facts, language)?;
    let arguments = words.arguments();
    let sentences = words.body.iter().map(|key| text(language, key, &arguments)).collect::<Result<Vec<_>, _>>()?;
    Ok(Said { title: text(language, &words.title, &arguments)?, body: sentences.join(" ") })
}

fn text(language: Language, key: &str, arguments: &[(&str, &str)]) -> Result<String, Failure> {
    message(language, key, arguments).ok_or_else(|| Failure::fault("a text is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn facts() -> Facts {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap().into());
        Facts {
            who: Some(Who::Doctor("Karim Benali".into())),
            start: at("2027-03-02T08:00:00Z"),
            moved_from: at("2027-03-01T08:00:00Z"),
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
