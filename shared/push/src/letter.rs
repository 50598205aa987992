use crate::{
    Mail, MailError,
    isolates::{Piece, bare, isolated, pieces},
};
use askama::Template;
use medilink_kernel::{Language, message};

/// What a mail says, before it is laid out: once as text, once as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The reader's language.
    pub language: Language,
    /// What it is about; also the mail's subject.
    pub title: String,
    /// How it begins.
    pub greeting: String,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// What its reader may do about it.
    pub action: Option<Action>,
    /// What stands below, in small letters.
    pub footer: String,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What stands on it.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// A text of the catalogue with what is filled in.
pub type Words<'a> = (&'a str, &'a [(&'a str, &'a str)]);

impl Letter {
    /// A letter to `name` from the catalogue's texts: its title, and its paragraphs. What is filled in keeps its own
    /// direction: a French name does not mix up an Arabic line.
    pub fn new(language: Language, name: &str, title: Words<'_>, paragraphs: &[Words<'_>]) -> Result<Self, MailError> {
        Ok(Self {
            language,
            title: bare(&words(language, title)?),
            greeting: words(language, ("mail-greeting", &[("name", name)]))?,
            paragraphs: paragraphs.iter().map(|paragraph| words(language, *paragraph)).collect::<Result<_, _>>()?,
            action: None,
            footer: words(language, ("mail-footer", &[]))?,
        })
    }

    /// With a button that has the text `label` of the catalogue.
    pub fn with_action(mut self, label: &str, url: String) -> Result<Self, MailError> {
        let label = words(self.language, (label, &[]))?;
        self.action = Some(Action { label, url });
        Ok(self)
    }

    /// The mail that brings it.
    pub fn mail(&self, to: &str, kind: &'static str, id: Option<String>) -> Mail {
        Mail {
            to: to.to_owned(),
            subject: bare(&self.title),
            text: self.text(),
            html: Some(self.html()).filter(|html| !html.is_empty()),
            language: self.language,
            kind,
            id,
        }
    }

    /// As text: an address stands on a line of its own.
    pub fn text(&self) -> String {
        let action = self.action.iter().map(|action| format!("{}\n{}", bare(&action.label), action.url));
        let paragraphs = self.paragraphs.iter().map(|paragraph| bare(paragraph));
        let all: Vec<_> = [bare(&self.greeting)].into_iter().chain(paragraphs).chain(action).collect();
        format!("{}\n\n-- \n{}\n", all.join("\n\n"), bare(&self.footer))
    }

    /// As HTML.
    pub fn html(&self) -> String {
        let arabic = self.language == Language::Ar;
        let (direction, start) = if arabic { ("rtl", "right") } else { ("ltr", "left") };
        let page = Page {
            language: self.language.tag(),
            direction,
            start,
            // Arabic letters are smaller at the same size and stand taller on the line.
            size: if arabic { 18 } else { 16 },
            line: if arabic { "1.8" } else { "1.6" },
            title: bare(&self.title),
            heading: pieces(&self.title),
            greeting: pieces(&self.greeting),
            paragraphs: self.paragraphs.iter().map(|paragraph| pieces(paragraph)).collect(),
            action: self.action.as_ref(),
            hint: words(self.language, ("mail-link-hint", &[])).unwrap_or_default(),
            footer: pieces(&self.footer),
        };
        // Writing into memory does not fail; if it did, the text would go out alone.
        page.render().unwrap_or_default()
    }
}

/// The page: tables and inline styles, which is what mail programs keep.
#[derive(Template)]
#[template(path = "letter.html")]
struct Page<'a> {
    language: &'a str,
    direction: &'a str,
    start: &'a str,
    size: u8,
    line: &'a str,
    title: String,
    heading: Vec<Piece<'a>>,
    greeting: Vec<Piece<'a>>,
    paragraphs: Vec<Vec<Piece<'a>>>,
    action: Option<&'a Action>,
    hint: String,
    footer: Vec<Piece<'a>>,
}

fn words(language: Language, (key, arguments): Words<'_>) -> Result<String, MailError> {
    let values: Vec<_> = arguments.iter().map(|(name, value)| (*name, isolated(value))).collect();
    let arguments: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    message(language, key, &arguments).ok_or_else(|| MailError::Text(key.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://medilink.example/reset#token=mlp_A_b-c&x=\"y\"";

    fn letter(language: Language, name: &str) -> Letter {
        let reason = [("reason", "<b>late</b>\nand \u{202e}wrong")];
        let paragraphs: [Words<'_>; 2] = [("mail-reset-body", &[]), ("notice-registration-rejected-body", &reason)];
        let letter = Letter::new(language, name, ("mail-reset-subject", &[]), &paragraphs).unwrap();
        letter.with_action("mail-reset-action", LINK.into()).unwrap()
    }

    #[test]
    fn the_page_has_its_language_and_its_direction() {
        for (language, direction, side) in [(Language::Ar, "rtl", "right"), (Language::Fr, "ltr", "left")] {
            let html = letter(language, "Samir").html();
            let tag = language.tag();
            for part in [
                format!("<html lang=\"{tag}\" dir=\"{direction}\">"),
                // Some mail programs keep nothing of the page but what is in its body.
                format!("<div lang=\"{tag}\" dir=\"{direction}\">"),
                format!("text-align:{side}"),
                "<bdi>Samir</bdi>".into(),
            ] {
                assert!(html.contains(&part), "{part} in {html}");
            }
            let other = if side == "left" { "right" } else { "left" };
            assert!(!html.contains(&format!("align:{other}")) && !html.contains(&format!("align=\"{other}")), "{html}");
        }
    }

    #[test]
    fn what_is_filled_in_is_text_and_nothing_else() {
        let html = letter(Language::En, "<img src=x onerror=alert(1)>\u{202e}\"'&").html();
        for part in ["<img", "<b>", "\u{202e}", "\u{2068}", "\u{2069}", "x=\"y"] {
            assert!(!html.contains(part), "{part} in {html}");
        }
        assert!(html.contains("<bdi>&#60;img src=x onerror=alert(1)&#62;"), "{html}");
        assert!(html.contains("&#60;b&#62;late&#60;/b&#62;</bdi><br><bdi>and wrong"), "{html}");
        let titled = Letter { title: "</title><script>".into(), ..letter(Language::En, "a") };
        assert!(!titled.html().contains("<script>"));
    }

    #[test]
    fn nothing_is_fetched_when_it_is_opened() {
        let html = letter(Language::Ar, "أمينة").html();
        for part in ["<img", "<link", "url(", "@import", "<script", " src="] {
            assert!(!html.contains(part), "{part} in {html}");
        }
        assert_eq!(html.matches("https://").count(), 3, "the link alone: twice to follow, once to read");
    }

    #[test]
    fn the_text_says_the_same_and_its_link_is_whole() {
        let letter = letter(Language::Ar, "Samir");
        let text = letter.text();
        assert!(text.starts_with("مرحبًا Samir،\n\n"), "{text}");
        assert!(text.lines().any(|line| line == LINK), "{text}");
        assert!(!text.contains(['\u{2068}', '\u{2069}', '\u{202e}']), "{text}");
        let mail = letter.mail("amina@example.dz", "password_reset", None);
        assert_eq!((mail.subject.as_str(), mail.text), (letter.title.as_str(), text));
        assert_eq!(mail.html, Some(letter.html()));
    }

    #[test]
    fn a_text_that_is_none_is_refused() {
        let refused = Letter::new(Language::En, "a", ("mail-nothing", &[]), &[]);
        assert!(matches!(refused, Err(MailError::Text(key)) if key == "mail-nothing"));
    }
}
