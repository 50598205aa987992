use proptest::prelude::*;

use super::*;

const FAMILY_NAME: &str = "01JD0000000000000000000000";

fn root() -> Secret {
    Secret::from_bytes([7; 32])
}

fn first() -> RefreshToken {
    RefreshToken::first(&root(), FAMILY_NAME, [1; 16]).unwrap()
}

#[test]
fn the_text_reads_back() {
    let text = first().text();
    assert!(text.starts_with("mlr_01JD0000000000000000000000_"), "{}", *text);
    assert_eq!(text.len(), 74);
    let read = RefreshToken::parse(&root(), &text).unwrap();
    assert_eq!((read.family(), read.text()), (FAMILY_NAME, text));
}

#[test]
fn successors_are_steady_genuine_and_all_different() {
    let mut token = first();
    let mut seen = vec![token.hash()];
    for _ in 0..20 {
        let next = token.successor(&root());
        assert_eq!(next.text(), token.successor(&root()).text());
        assert_eq!(next.family(), FAMILY_NAME);
        token = RefreshToken::parse(&root(), &next.text()).unwrap();
        assert!(!seen.contains(&token.hash()));
        seen.push(token.hash());
    }
}

#[test]
fn another_installation_can_neither_read_nor_follow() {
    let other = Secret::from_bytes([8; 32]);
    assert!(RefreshToken::parse(&other, &first().text()).is_err());
    assert_ne!(first().successor(&other).text(), first().successor(&root()).text());
}

#[test]
fn altered_texts_are_refused() {
    let good = first().text();
    let encoded = good.rsplit_once("_").unwrap().1.to_owned();
    let other_family = good.replace("01JD0", "01JD1");
    for text in [
        String::new(),
        "mlr_".to_owned(),
        good[..73].to_owned(),
        format!("{}A", *good),
        format!("{}=", *good),
        format!(" {}", *good),
        good.to_lowercase(),
        other_family,
        good.replace("mlr_", "mlx_"),
        good.replace("01JD0", "01JDU"),
        format!("mlr_{FAMILY_NAME}_{}", "A".repeat(43)),
        format!("mlr_{FAMILY_NAME}-{encoded}"),
        format!("mlr_{}_{encoded}", "é".repeat(13)),
        format!("mlr_{}é_{encoded}", "0".repeat(25)),
    ] {
        assert_eq!(RefreshToken::parse(&root(), &text).err(), Some(NotARefreshToken), "{text}");
    }
    assert!(RefreshToken::first(&root(), "short", [1; 16]).is_err());
}

#[test]
fn debug_hides_the_secret() {
    assert_eq!(format!("{:?}", first()), "RefreshToken(01JD0000000000000000000000, redacted)");
}

#[test]
fn the_current_token_rotates_whoever_asks() {
    let lineage = Lineage { current: "now", previous: Some(("before", Timestamp::UNIX_EPOCH)) };
    for same_client in [true, false] {
        assert_eq!(judge("now", lineage, same_client, Timestamp::MAX), Verdict::Rotate);
    }
    assert_eq!(judge("now", Lineage { current: "now", previous: None }, true, Timestamp::UNIX_EPOCH), Verdict::Rotate);
}

#[test]
fn the_one_before_repeats_for_ten_seconds_for_the_same_client() {
    let lineage = Lineage { current: "now", previous: Some(("before", Timestamp::UNIX_EPOCH)) };
    let after = |millis| Timestamp::from_millisecond(millis).unwrap();
    for (millis, verdict) in [
        (0, Verdict::Repeat),
        (9_999, Verdict::Repeat),
        (10_000, Verdict::Repeat),
        (10_001, Verdict::Reused),
        (-1, Verdict::Repeat),
        (-10_000, Verdict::Repeat),
        (-10_001, Verdict::Reused),
    ] {
        assert_eq!(judge("before", lineage, true, after(millis)), verdict, "{millis}");
        assert_eq!(judge("before", lineage, false, after(millis)), Verdict::Reused, "{millis}");
    }
    assert_eq!(judge("before", lineage, true, Timestamp::MIN), Verdict::Reused);
    assert_eq!(judge("before", lineage, true, Timestamp::MAX), Verdict::Reused);
}

#[test]
fn older_ones_are_reused_ones() {
    let lineage = Lineage { current: "now", previous: Some(("before", Timestamp::UNIX_EPOCH)) };
    assert_eq!(judge("long ago", lineage, true, Timestamp::UNIX_EPOCH), Verdict::Reused);
    let young = Lineage { current: "now", previous: None };
    assert_eq!(judge("before", young, true, Timestamp::UNIX_EPOCH), Verdict::Reused);
}

proptest! {
    #[test]
    fn any_text_is_refused_calmly(text in prop_oneof![".*", "mlr_[0-9A-Z]{26}_[A-Za-z0-9_-]{43}", "mlr_.{26}_.{43}"]) {
        prop_assert!(RefreshToken::parse(&root(), &text).is_err());
    }

    #[test]
    fn one_changed_character_is_refused(at in 0..74_usize, with in "[A-Za-z0-9_-]") {
        let good = first().text();
        prop_assume!(good[at..=at] != with);
        let changed = format!("{}{with}{}", &good[..at], &good[at + 1..]);
        prop_assert!(RefreshToken::parse(&root(), &changed).is_err());
    }
}
