//! Texts for people, from the Fluent files in `i18n/`. The build fails where a language misses one (see `build.rs`).

use crate::Language;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use std::sync::LazyLock;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Language::ALL.map(bundle));

const fn source(language: Language) -> &'static str {
    match language {
        Language::Ar => include_str!("../i18n/ar.ftl"),
        Language::Fr => include_str!("../i18n/fr.ftl"),
        Language::En => include_str!("../i18n/en.ftl"),
    }
}

#[expect(clippy::expect_used, reason = "the build has parsed these very files")]
fn bundle(language: Language) -> Bundle {
    let tag = language.tag().parse().expect("a language tag");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Direction isolates belong where text is shown inside other text; mails and titles stand alone.
    bundle.set_use_isolating(false);
    let resource =
        FluentResource::try_new(source(language).to_owned()).map_err(|(_, errors)| errors).expect("a Fluent file");
    bundle.add_resource(resource).expect("no message twice");
    bundle
}

/// The message `key` in `language`, with `arguments` filled in; `None` where no such message exists.
pub fn message(language: Language, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
    let bundle = &BUNDLES[Language::ALL.iter().position(|l| *l == language)?];
    let pattern = bundle.get_message(key)?.value()?;
    let mut args = FluentArgs::new();
    for (name, value) in arguments {
        args.set(*name, *value);
    }
    Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
}

/// The title of the problem `code` in `language`; the code itself where it has none (a test sees to it that all have).
pub fn title(language: Language, code: &str) -> String {
    message(language, &format!("problem-{}", code.replace('_', "-")), &[]).unwrap_or_else(|| code.to_owned())
}
