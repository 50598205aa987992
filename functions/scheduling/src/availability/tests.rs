use super::*;
use jiff::Timestamp;
use serde_json::json;

fn hours(zone: &str, slot: u16, weekly: &[(&str, &str, &str)]) -> WorkingHours {
    let weekly: Vec<_> = weekly.iter().map(|(day, from, to)| json!({"day": day, "from": from, "to": to})).collect();
    serde_json::from_value(json!({"timeZone": zone, "slotMinutes": slot, "weekly": weekly})).unwrap()
}

fn every_day(zone: &str, slot: u16, from: &str, to: &str) -> Availability {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    Availability::new(&hours(zone, slot, &days.map(|day| (day, from, to)))).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse::<Timestamp>().unwrap().into()
}

fn day(text: &str) -> Days {
    days(text, text)
}

fn days(from: &str, to: &str) -> Days {
    Days::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

/// Before any of these days, in any zone.
fn before(days: Days) -> Instant {
    days.from.saturating_sub(2.days()).to_zoned(TimeZone::UTC).unwrap().timestamp().into()
}

fn nothing(_: Date) -> Cells {
    Cells::default()
}

/// Starts of the day's slots, on the wall and in UTC: `02:30=00:30`.
fn shown(availability: &Availability, date: &str) -> Vec<String> {
    let slots = availability.free_slots(day(date), nothing, before(day(date)));
    let both = |slot: Slot| {
        let utc = TimeZone::UTC.to_datetime(slot.start().timestamp());
        format!("{}={}", availability.local(slot.start()).strftime("%H:%M"), utc.strftime("%H:%M"))
    };
    slots.into_iter().map(both).collect()
}

#[test]
fn a_week_gives_its_slots() {
    let algiers = hours(
        "Africa/Algiers",
        30,
        &[("sunday", "09:00", "10:30"), ("sunday", "14:10", "15:00"), ("monday", "09:00", "09:20")],
    );
    let algiers = Availability::new(&algiers).unwrap();
    // A rest shorter than a slot is no slot: 14:40 would end at 15:10, and Monday's window holds none.
    assert_eq!(shown(&algiers, "2027-03-07"), ["09:00=08:00", "09:30=08:30", "10:00=09:00", "14:10=13:10"]);
    assert_eq!(shown(&algiers, "2027-03-08"), [""; 0]);
    let slots = algiers.free_slots(day("2027-03-07"), nothing, at("2027-03-07T08:30:00Z"));
    assert_eq!(slots[0], Slot::new(at("2027-03-07T09:00:00Z"), at("2027-03-07T09:30:00Z")).unwrap());
    assert_eq!(
        algiers.free_slots(days("2027-03-01", "2027-03-31"), nothing, before(days("2027-03-01", "2027-03-31"))).len(),
        4 * 4
    );
}

#[test]
fn windows_pass_midnight_and_a_slot_belongs_to_the_date_of_its_start() {
    let night =
        Availability::new(&hours("UTC", 60, &[("sunday", "22:30", "01:30"), ("monday", "23:00", "24:00")])).unwrap();
    assert_eq!(shown(&night, "2027-03-07"), ["22:30=22:30", "23:30=23:30"]);
    assert_eq!(shown(&night, "2027-03-08"), ["00:30=00:30", "23:00=23:00"]);
    assert!(night.slot_at(at("2027-03-08T00:30:00Z")).is_some());
}

#[test]
fn paris_skips_and_repeats_an_hour() {
    let paris = every_day("Europe/Paris", 30, "01:00", "04:00");
    assert_eq!(shown(&paris, "2027-03-28"), ["01:00=00:00", "01:30=00:30", "03:00=01:00", "03:30=01:30"]);
    let autumn = ["01:00=23:00", "01:30=23:30", "02:00=00:00", "02:30=00:30", "03:00=02:00", "03:30=02:30"];
    assert_eq!(shown(&paris, "2027-10-31"), autumn);
    // Slots that would need some of the skipped hour are not there; anchored at 00:30, one reaches exactly up to it.
    assert_eq!(shown(&every_day("Europe/Paris", 45, "01:30", "05:00"), "2027-03-28"), ["03:00=01:00", "03:45=01:45"]);
    assert_eq!(shown(&every_day("Europe/Paris", 90, "00:30", "05:00"), "2027-03-28"), ["00:30=23:30", "03:30=01:30"]);
    // A slot that runs into the repeated hour keeps its length.
    let long = every_day("Europe/Paris", 60, "01:30", "04:30");
    assert_eq!(shown(&long, "2027-10-31"), ["01:30=23:30", "02:30=00:30", "03:30=02:30"]);
}

#[test]
fn algiers_has_no_transitions() {
    let algiers = every_day("Africa/Algiers", 60, "00:00", "24:00");
    for date in ["2027-03-28", "2027-10-31", "2027-02-08"] {
        assert_eq!(shown(&algiers, date).len(), 24, "{date}");
    }
}

#[test]
fn casablanca_follows_ramadan() {
    // UTC+1, and UTC in Ramadan: from 2026-02-15 03:00 to 2026-03-22 02:00.
    let casablanca = every_day("Africa/Casablanca", 60, "01:00", "05:00");
    assert_eq!(shown(&casablanca, "2026-02-14"), ["01:00=00:00", "02:00=01:00", "03:00=02:00", "04:00=03:00"]);
    assert_eq!(shown(&casablanca, "2026-02-15"), ["01:00=00:00", "02:00=01:00", "03:00=03:00", "04:00=04:00"]);
    assert_eq!(shown(&casablanca, "2026-03-01"), ["01:00=01:00", "02:00=02:00", "03:00=03:00", "04:00=04:00"]);
    assert_eq!(shown(&casablanca, "2026-03-22"), ["01:00=01:00", "03:00=02:00", "04:00=03:00"]);
}

#[test]
fn apia_skipped_a_whole_day() {
    let apia = every_day("Pacific/Apia", 60, "00:00", "24:00");
    assert_eq!(shown(&apia, "2011-12-29").len(), 24);
    assert_eq!(shown(&apia, "2011-12-30").len(), 0);
    assert_eq!(shown(&apia, "2011-12-31").len(), 24);
    // The 29th ends where the 31st begins, and the night of the 30th still reaches into the 31st.
    let night = every_day("Pacific/Apia", 60, "22:00", "03:00");
    let all = night.free_slots(days("2011-12-29", "2011-12-31"), nothing, before(days("2011-12-29", "2011-12-31")));
    let counts = ["2011-12-29", "2011-12-30", "2011-12-31"].map(|date| shown(&night, date).len());
    assert_eq!((all.len(), counts), (10, [5, 0, 5]));
    assert!(all.is_sorted_by(|a, b| a.end() <= b.start()));
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    let island = every_day("Australia/Lord_Howe", 30, "01:00", "03:30");
    assert_eq!(shown(&island, "2027-10-03"), ["01:00=14:30", "01:30=15:00", "02:30=15:30", "03:00=16:00"]);
    assert_eq!(
        shown(&island, "2027-04-04"),
        ["01:00=14:00", "01:30=14:30", "02:00=15:30", "02:30=16:00", "03:00=16:30"]
    );
    // Of an hour that loses half of itself, no hour is left to book.
    assert_eq!(
        shown(&every_day("Australia/Lord_Howe", 60, "01:00", "04:00"), "2027-10-03"),
        ["01:00=14:30", "03:00=16:00"]
    );
}

#[test]
fn busy_cells_take_every_slot_they_touch() {
    let utc = every_day("UTC", 60, "09:00", "12:00");
    let busy =
        |date: Date| if date == jiff::civil::date(2027, 3, 7) { Cells::of([119]).unwrap() } else { Cells::default() };
    let slots = utc.free_slots(days("2027-03-07", "2027-03-08"), busy, before(days("2027-03-07", "2027-03-08")));
    let starts: Vec<_> = slots.iter().map(|slot| slot.start().to_string()).collect();
    assert_eq!(starts[..2], ["2027-03-07T10:00:00Z", "2027-03-07T11:00:00Z"]);
    assert_eq!(starts.len(), 5);
}

#[test]
fn only_starts_of_the_grid_are_slots() {
    let utc = Availability::new(&hours("UTC", 45, &[("sunday", "09:10", "11:00")])).unwrap();
    let end = |start| utc.slot_at(at(start)).map(|slot| slot.end().to_string());
    assert_eq!(end("2027-03-07T09:55:00Z").as_deref(), Some("2027-03-07T10:40:00Z"));
    for off in [
        "2027-03-07T09:00:00Z",
        "2027-03-07T09:15:00Z",
        "2027-03-07T09:10:01Z",
        "2027-03-07T10:40:00Z",
        "2027-03-08T09:10:00Z",
    ] {
        assert_eq!(end(off), None, "{off}");
    }
}

#[test]
fn alternatives_follow_or_else_precede() {
    let utc = Availability::new(&hours("UTC", 60, &[("sunday", "09:00", "14:00")])).unwrap();
    let busy =
        |date: Date| if date == jiff::civil::date(2027, 3, 7) { Cells::of([132]).unwrap() } else { Cells::default() };
    let offered = |now: &str| -> Vec<String> {
        let slots = utc.alternatives(at("2027-03-07T11:00:00Z"), busy, at(now));
        slots.iter().map(|slot| slot.start().to_string()).collect()
    };
    assert_eq!(
        offered("2027-03-01T00:00:00Z"),
        ["2027-03-07T12:00:00Z", "2027-03-07T13:00:00Z", "2027-03-14T09:00:00Z"]
    );

    let once = |date: Date| {
        if date == jiff::civil::date(2027, 3, 7) { Cells::of([132, 156]).unwrap() } else { Cells::of(0..288).unwrap() }
    };
    let around = |now: &str| -> Vec<String> {
        let slots = utc.alternatives(at("2027-03-07T11:00:00Z"), once, at(now));
        slots.iter().map(|slot| slot.start().to_string()).collect()
    };
    assert_eq!(
        around("2027-03-01T00:00:00Z"),
        ["2027-03-07T09:00:00Z", "2027-03-07T10:00:00Z", "2027-03-07T12:00:00Z"]
    );
    assert_eq!(around("2027-03-07T09:30:00Z"), ["2027-03-07T10:00:00Z", "2027-03-07T12:00:00Z"]);
    assert_eq!(around("2027-03-07T12:00:00Z"), [""; 0]);
}

#[test]
fn a_layer_above_changes_what_is_open() {
    #[derive(Debug)]
    struct Lunch;
    impl Layer for Lunch {
        fn apply(&self, date: Date, below: Vec<Open>) -> Vec<Open> {
            if date.day() == 8 {
                vec![]
            } else {
                below.into_iter().map(|open| Open { to: open.to.min(720), ..open }).collect()
            }
        }
    }
    let mut utc = every_day("UTC", 60, "10:00", "16:00");
    utc.layers.push(Box::new(Lunch));
    assert_eq!(shown(&utc, "2027-03-07"), ["10:00=10:00", "11:00=11:00"]);
    assert_eq!(shown(&utc, "2027-03-08"), [""; 0]);
}

#[test]
fn ranges_of_days_are_bounded_and_the_ends_of_the_calendar_are_harmless() {
    let new = |from: Date, to: Date| Days::new(from, to).map(|_| ());
    let date = jiff::civil::date;
    assert_eq!(new(date(2027, 3, 1), date(2027, 3, 31)), Ok(()));
    assert_eq!(new(date(2027, 3, 1), date(2027, 4, 1)), Err(DaysError::TooMany));
    assert_eq!(new(date(2027, 3, 2), date(2027, 3, 1)), Err(DaysError::Backwards));
    assert_eq!(new(Date::MIN, Date::MAX), Err(DaysError::TooMany));
    for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let always = every_day(zone, 240, "00:00", "24:00");
        for edge in [Date::MIN, Date::MAX] {
            let edge = Days::new(edge, edge).unwrap();
            assert!(always.free_slots(edge, nothing, at("2200-01-01T00:00:00Z")).len() <= 6);
            let (first, last) = always.busy_dates(edge);
            assert!(first <= last);
        }
    }
}

#[test]
fn hours_with_mistakes_are_not_asked() {
    let codes = Availability::new(&hours("Mars/Base", 7, &[])).map(|_| ()).unwrap_err();
    assert_eq!(
        codes.iter().map(|mistake| &mistake.code).collect::<Vec<_>>(),
        ["unknown_time_zone", "invalid_slot_length"]
    );
}

#[test]
fn a_year_ahead_can_be_booked_and_not_more() {
    let at = |second| Instant::new(jiff::Timestamp::from_second(second).unwrap());
    let (now, year) = (1_700_000_000, 366 * 24 * 3600);
    assert_eq!([0, 1, year, year + 1].map(|ahead| is_ahead(at(now + ahead), at(now))), [false, true, true, false]);
}
