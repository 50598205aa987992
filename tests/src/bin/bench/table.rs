//! How the figures are printed.

use crate::load::Run;
use serde_json::Value;

/// One line.
#[expect(clippy::print_stdout, reason = "a bench speaks to whoever started it")]
pub fn line(text: &str) {
    println!("{text}");
}

/// The head of the table.
pub fn head() {
    line("\n| operation | requests | req/s | p50 ms | p99 ms | server CPU µs/req | RSS MB | wrong |");
    line("|---|---:|---:|---:|---:|---:|---:|---:|");
}

/// A row of the table, from the server's CPU seconds and resident MB.
pub fn row(name: &str, run: &Run, cpu_seconds: f64, resident: f64) {
    let cpu_micros = cpu_seconds * 1e6 / run.micros.len().max(1) as f64;
    let ms = |share: f64| run.quantile(share) as f64 / 1000.0;
    line(&format!(
        "| {name} | {} | {:.0} | {:.2} | {:.2} | {cpu_micros:.0} | {resident:.0} | {} |",
        run.micros.len(),
        run.rate(),
        ms(0.5),
        ms(0.99),
        run.wrong
    ));
}

/// Capacity units by operation, as the tests have recorded them.
pub fn capacity() {
    let text = include_str!("../../../../infra/generated/capacity.json");
    let recorded: Value = serde_json::from_str(text).unwrap_or_default();
    line("\n| operation | sequential store calls | store calls | read units | write units |");
    line("|---|---:|---:|---:|---:|");
    for (operation, figures) in recorded.as_object().into_iter().flatten() {
        let cells = ["sequential", "calls", "readUnits", "writeUnits"].map(|name| figures[name].to_string());
        line(&format!("| {operation} | {} |", cells.join(" | ")));
    }
}
