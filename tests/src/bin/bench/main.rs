//! `make bench`: what the release server does on this machine, with the load generator on the same cores, beside what
//! the embedded engine does bare, in the same run. A figure is a figure; the targets are judged by whoever reads them.

mod bare;
mod chat;
mod load;
mod machine;
mod own_work;
mod scenarios;
mod table;
mod typing;

use medilink_testkit::Process;
use std::net::SocketAddr;

/// Connections of the load generator.
const CONNECTIONS: usize = 32;

#[tokio::main]
async fn main() -> Result<(), String> {
    table::line(&machine::describe());
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let files = ["reads.sqlite", "bookings.sqlite"].map(|name| folder.path().join(name));
    for file in &files {
        bare::prepare(file).await?;
    }

    let server = Process::start_as(&[("MEDILINK_RATE_LIMIT", "off"), ("MEDILINK_LOG", "error")], &[]).await;
    let address: SocketAddr = server.url.trim_start_matches("http://").parse().map_err(|_| "no address")?;
    let world = scenarios::prepare(&server).await;
    table::head();
    let mut rates = Vec::new();
    let typing = typing::prepare(&server).await;
    for scenario in world.scenarios().into_iter().chain(typing) {
        let before = machine::cpu_seconds(server.id());
        let run = load::run(address, CONNECTIONS, scenario.requests, scenario.status).await;
        let cpu = machine::cpu_seconds(server.id()) - before;
        table::row(scenario.name, &run, cpu / run.micros.len().max(1) as f64 * 1e6, machine::resident_mb(server.id()));
        rates.push((scenario.name, run.rate()));
    }
    for (name, sockets, messages) in [("messages, 2 sockets", 2, 2_000), ("messages, 100 sockets", 100, 9_700)] {
        let talk = chat::prepare(&server, sockets).await;
        let before = machine::cpu_seconds(server.id());
        let run = chat::run(&talk, messages).await;
        let cpu = machine::cpu_seconds(server.id()) - before;
        table::row(name, &run, cpu / run.micros.len().max(1) as f64 * 1e6, machine::resident_mb(server.id()));
    }
    drop(server);

    let bare_reads = bare::reads(&files[0], 20_000, CONNECTIONS).await?;
    let bare_bookings = bare::bookings(&files[1], 3_000, CONNECTIONS)?;
    let rate = |name: &str| rates.iter().find(|(n, _)| *n == name).map_or(0.0, |(_, rate)| *rate);
    let per_cent = |ours: f64, bare: f64| format!("{ours:.0}/s, bare engine {bare:.0}/s: {:.0} %", 100.0 * ours / bare);
    table::line("");
    table::line(&format!("bookings, acknowledged durably (target 80 %): {}", per_cent(rate("book"), bare_bookings)));
    table::line(&format!(
        "reads of one item over HTTP (target 50 %): {}",
        per_cent(rate("read one item"), bare_reads.rate())
    ));
    own_work::report().await?;
    table::capacity();
    Ok(())
}
