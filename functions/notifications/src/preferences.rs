//! What a person wants to hear, by which channel, and when not.

use crate::{kind::Kind, records::preferences_key};
use jiff::{Timestamp, ToSpan, civil::Time, tz::TimeZone};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{UserId, WallTime};
use medilink_operation::{Refusal, codes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A way to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    /// The sockets they have open.
    Socket,
    /// Their address.
    Email,
    /// Their telephone.
    Sms,
    /// Their browsers.
    Push,
}

/// How much goes by a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "NotificationLevel")]
pub enum Level {
    /// Nothing.
    Off,
    /// Only what asks to be seen at once.
    Urgent,
    /// Everything.
    All,
}

/// What goes by which channel. The list and the open client have everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "NotificationChannels")]
pub struct Channels {
    /// By e-mail; what became of a registration is mailed in any case.
    pub email: Level,
    /// By text message to the telephone.
    pub sms: Level,
    /// To browsers that were subscribed (Web Push).
    pub push: Level,
}

impl Default for Channels {
    fn default() -> Self {
        Self { email: Level::All, sms: Level::Urgent, push: Level::All }
    }
}

/// When a person wants to be left alone, every day; what is urgent comes all the same, the rest when they are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuietHours {
    /// Their first minute; not `24:00`.
    pub from: WallTime,
    /// The minute after the last; before `from` where they pass midnight.
    pub to: WallTime,
    /// IANA name of the zone in which the times are meant.
    #[schemars(length(min = 1, max = 64), extend("examples" = ["Africa/Algiers"]))]
    pub time_zone: String,
}

/// A person's wishes as they are stored.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preferences {
    #[serde(default)]
    pub channels: Channels,
    #[serde(default)]
    pub quiet_hours: Option<QuietHours>,
    /// Everything that had arrived by then was read, in milliseconds since 1970.
    #[serde(default)]
    pub read_up_to: i64,
    /// When the latest notification arrived, in the same way.
    #[serde(default)]
    pub last_arrived: i64,
}

/// A person's wishes; the usual ones where nobody said.
pub(crate) async fn of(ctx: &Ctx, user: UserId) -> Result<Preferences, Failure> {
    Ok(ctx.store().get(&preferences_key(user)).await?.unwrap_or_default())
}

impl Preferences {
    /// When a notification arrives that comes now: after all that were there before, wherever clocks stand, so that
    /// whoever reads up to one of those has not read this one.
    pub(crate) fn arrival(&self, now: Timestamp) -> i64 {
        now.as_millisecond().max(self.read_up_to.saturating_add(1)).max(self.last_arrived.saturating_add(1))
    }

    /// Whether a kind goes by a channel.
    pub(crate) fn take(&self, kind: Kind, channel: Channel) -> bool {
        let level = match channel {
            Channel::Socket => Level::All,
            Channel::Email if kind.is_essential() => Level::All,
            Channel::Email => self.channels.email,
            Channel::Sms => self.channels.sms,
            Channel::Push => self.channels.push,
        };
        match level {
            Level::Off => false,
            Level::Urgent => kind.is_urgent(),
            Level::All => true,
        }
    }

    /// Until when a kind has to wait; `None` where it may go out now.
    pub(crate) fn hold(&self, kind: Kind, now: Timestamp) -> Option<Timestamp> {
        if kind.is_urgent() || kind.is_essential() {
            return None;
        }
        self.quiet_hours.as_ref()?.end(now)
    }
}

impl QuietHours {
    /// What is wrong with them.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let refuse =
            |pointer: &str, code: &str, detail: &str| Err(Refusal::field(codes::INVALID_INPUT, pointer, code, detail));
        if TimeZone::get(&self.time_zone).is_err() {
            return refuse(
                "/quietHours/timeZone",
                "unknown_time_zone",
                "An IANA zone like Africa/Algiers is expected.",
            );
        }
        if time(self.from).is_none() {
            return refuse("/quietHours/from", "out_of_range", "Before 24:00.");
        }
        if self.from.minutes() % (24 * 60) == self.to.minutes() % (24 * 60) {
            return refuse("/quietHours/to", "out_of_range", "Another time than from.");
        }
        Ok(())
    }

    /// When those that last now are over.
    fn end(&self, now: Timestamp) -> Option<Timestamp> {
        let zone = TimeZone::get(&self.time_zone).ok()?;
        let today = now.to_zoned(zone.clone()).date();
        // Those that began yesterday may last still.
        [today.yesterday().ok()?, today].into_iter().find_map(|day| {
            let from = day.to_datetime(time(self.from)?).to_zoned(zone.clone()).ok()?;
            let passes = self.to.minutes() <= self.from.minutes() || time(self.to).is_none();
            let last = if passes { day.checked_add(1.day()).ok()? } else { day };
            let to = last.to_datetime(time(self.to).unwrap_or_default()).to_zoned(zone.clone()).ok()?;
            (from.timestamp() <= now && now < to.timestamp()).then(|| to.timestamp())
        })
    }
}

/// A time of the clock; `None` for the end of the day.
fn time(wall: WallTime) -> Option<Time> {
    let (hour, minute) = (i8::try_from(wall.minutes() / 60).ok()?, i8::try_from(wall.minutes() % 60).ok()?);
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet(from: &str, to: &str) -> QuietHours {
        QuietHours { from: from.parse().unwrap(), to: to.parse().unwrap(), time_zone: "Africa/Algiers".into() }
    }

    fn end(hours: &QuietHours, now: &str) -> Option<String> {
        hours.end(now.parse().unwrap()).map(|at| at.to_string())
    }

    #[test]
    fn quiet_hours_end_where_the_wall_says() {
        // Algiers is an hour ahead of UTC all the year.
        let night = quiet("22:00", "07:00");
        assert_eq!(end(&night, "2027-03-01T20:59:59Z"), None);
        assert_eq!(end(&night, "2027-03-01T21:00:00Z").as_deref(), Some("2027-03-02T06:00:00Z"));
        assert_eq!(end(&night, "2027-03-02T05:59:59Z").as_deref(), Some("2027-03-02T06:00:00Z"));
        assert_eq!(end(&night, "2027-03-02T06:00:00Z"), None);
        let noon = quiet("12:00", "14:00");
        assert_eq!(end(&noon, "2027-03-01T12:00:00Z").as_deref(), Some("2027-03-01T13:00:00Z"));
        assert_eq!(end(&noon, "2027-03-01T13:00:00Z"), None);
        let late = quiet("20:00", "24:00");
        assert_eq!(end(&late, "2027-03-01T22:30:00Z").as_deref(), Some("2027-03-01T23:00:00Z"));
    }

    #[test]
    fn a_change_of_the_clock_moves_the_end_with_the_wall() {
        let night = QuietHours { time_zone: "Europe/Paris".into(), ..quiet("22:00", "07:00") };
        // Summer time begins on 2027-03-28 at 01:00 UTC.
        assert_eq!(end(&night, "2027-03-27T22:00:00Z").as_deref(), Some("2027-03-28T05:00:00Z"));
    }

    #[test]
    fn nonsense_is_named() {
        assert!(quiet("22:00", "07:00").check().is_ok() && quiet("20:00", "24:00").check().is_ok());
        assert!(quiet("22:00", "22:00").check().is_err() && quiet("00:00", "24:00").check().is_err());
        assert!(quiet("24:00", "07:00").check().is_err());
        assert!(QuietHours { time_zone: "Mars/Base".into(), ..quiet("22:00", "07:00") }.check().is_err());
    }

    #[test]
    fn what_is_urgent_waits_for_nobody_and_what_is_essential_is_mailed() {
        let off = Channels { email: Level::Off, sms: Level::Off, push: Level::Off };
        let now = "2027-03-01T23:00:00Z".parse().unwrap();
        let all = Preferences { quiet_hours: Some(quiet("22:00", "07:00")), ..Preferences::default() };
        assert!(all.hold(Kind::AppointmentConfirmed, now).is_some() && all.hold(Kind::MessageUrgent, now).is_none());
        assert!(all.take(Kind::MessageUrgent, Channel::Sms) && !all.take(Kind::AppointmentConfirmed, Channel::Sms));
        let none = Preferences { channels: off, ..all };
        assert!(
            !none.take(Kind::MessageUrgent, Channel::Email) && none.take(Kind::RegistrationApproved, Channel::Email)
        );
        assert!(none.take(Kind::AppointmentConfirmed, Channel::Socket));
    }
}
