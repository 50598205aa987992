//! Ours beside the bare engine, by turns: a machine that is shared changes its speed from minute to minute, so a ratio is
//! worth something only where both had the same one.

use crate::{CONNECTIONS, bare};
use serde_json::Value;
use std::path::PathBuf;

/// How often each has its turn.
pub const TURNS: usize = 9;
/// What the bare engine does in one turn.
const READS: usize = 2_500;
const WRITES: usize = 350;

/// What the bare engine works on.
pub struct Ground {
    /// Two databases, of reads and of writes.
    pub files: [PathBuf; 2],
    /// The item that is read.
    pub item: Value,
}

/// A row that the bare engine has a counterpart of.
pub struct Beside {
    what: &'static str,
    bare: Bare,
    rates: Vec<(f64, f64)>,
}

#[derive(Clone, Copy)]
enum Bare {
    Reads,
    Bookings,
    Messages,
}

impl Beside {
    /// The counterpart of a row; `None` where there is none.
    pub fn of(row: &str) -> Option<Self> {
        let (what, bare) = match row {
            "read one item" => ("reads of one item over HTTP (target 50 %)", Bare::Reads),
            "book" => ("bookings, acknowledged durably (target 80 %)", Bare::Bookings),
            "messages, 100 sockets" => ("messages through 100 sockets, two items each", Bare::Messages),
            _ => return None,
        };
        Some(Self { what, bare, rates: Vec::new() })
    }

    /// The bare engine's turn, after ours at this rate.
    pub async fn turn(&mut self, ours: f64, ground: &Ground) -> Result<(), String> {
        let writes = self.rates.len() * WRITES..(self.rates.len() + 1) * WRITES;
        let bare = match self.bare {
            Bare::Reads => bare::reads(&ground.files[0], &ground.item, READS, CONNECTIONS).await?.rate(),
            Bare::Bookings => bare::bookings(&ground.files[1], writes, CONNECTIONS)?,
            Bare::Messages => bare::messages(&ground.files[1], writes, CONNECTIONS)?,
        };
        self.rates.push((ours, bare));
        Ok(())
    }

    /// The ratio over all turns together, the one in the middle, and every turn. Each turn of a side does as much as its
    /// others, so their time together is what their rates' harmonic mean says.
    pub fn line(&self) -> String {
        let together = |side: fn(&(f64, f64)) -> f64| self.rates.iter().map(|turn| 1.0 / side(turn)).sum::<f64>();
        let all = 100.0 * together(|(_, bare)| *bare) / together(|(ours, _)| *ours);
        let mut ratios: Vec<f64> = self.rates.iter().map(|(ours, bare)| 100.0 * ours / bare).collect();
        ratios.sort_by(f64::total_cmp);
        let turns: Vec<_> = self.rates.iter().map(|(ours, bare)| format!("{ours:.0}/s to {bare:.0}/s")).collect();
        let middle = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
        let what = self.what;
        format!("{what}: {all:.0} % of the bare engine, {middle:.0} % in the turn in the middle ({})", turns.join(", "))
    }
}
