//! `make bench`: what the release server does on this machine, with the load generator on the same cores, beside what
//! the embedded engine does bare, by turns. A figure is a figure; the targets are judged by whoever reads them.
//! With a word as its argument it runs only what has that word in its name.

mod bare;
mod beside;
mod chat;
mod load;
mod long_life;
mod machine;
mod own_work;
mod scenarios;
mod stored;
mod table;
mod typing;

use beside::{Beside, Ground, TURNS};
use load::Run;
use medilink_testkit::Process;
use std::{net::SocketAddr, path::Path};
use stored::Stored;

/// Connections of the load generator.
const CONNECTIONS: usize = 32;

#[tokio::main]
async fn main() -> Result<(), String> {
    let mut words = std::env::args().skip(1);
    let only = words.next().unwrap_or_default();
    if let (bare::SERVE, Some(path)) = (only.as_str(), words.next()) {
        return bare::serve(Path::new(&path)).await;
    }
    table::line(&machine::describe());
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let files = ["reads.sqlite", "bookings.sqlite"].map(|name| folder.path().join(name));
    for file in &files {
        bare::prepare(file).await?;
    }

    let mut server = Process::start_as(&[("MEDILINK_RATE_LIMIT", "off"), ("MEDILINK_LOG", "error")], &[]).await;
    let address: SocketAddr = server.url.trim_start_matches("http://").parse().map_err(|_| "no address")?;
    let world = scenarios::prepare(&server).await;
    server.kill().await;
    let stored = Stored::open(server.data())?;
    long_life::write(&stored, world.with_a_long_life()).await?;
    let account = format!("USER#{}", world.reader().id().rsplit('_').next().unwrap_or_default());
    let ground = Ground { files, item: stored.first(stored::PLATFORM, &account, "-").await? };
    drop(stored);
    server.restart().await;
    let typing = typing::prepare(&server, &only).await;
    table::head();
    let mut ratios = Vec::new();
    for mut scenario in world.scenarios().into_iter().chain(typing).filter(|scenario| scenario.name.contains(&only)) {
        let (mut all, mut cpu, mut beside) = (Run::default(), 0.0, Beside::of(scenario.name));
        let turns = if beside.is_some() { TURNS } else { 1 };
        let each = scenario.requests.len().div_ceil(turns).max(1);
        while !scenario.requests.is_empty() {
            let rest = scenario.requests.split_off(each.min(scenario.requests.len()));
            let requests = std::mem::replace(&mut scenario.requests, rest);
            let before = machine::at_rest(server.id()).await;
            let run = load::run(address, CONNECTIONS, requests, scenario.status).await;
            cpu += machine::at_rest(server.id()).await - before;
            if let Some(beside) = &mut beside {
                beside.turn(run.rate(), &ground).await?;
            }
            all.add(run);
        }
        table::row(scenario.name, &all, cpu, machine::resident_mb(server.id()));
        ratios.extend(beside);
    }
    let talks = [("messages, 2 sockets", 2, 2_000), ("messages, 100 sockets", 100, 9_700)];
    for (name, sockets, messages) in talks.into_iter().filter(|(name, ..)| name.contains(&only)) {
        let talk = chat::prepare(&server, sockets).await;
        let (mut all, mut cpu, mut beside) = (Run::default(), 0.0, Beside::of(name));
        let turns = if beside.is_some() { TURNS } else { 1 };
        for _ in 0..turns {
            let before = machine::at_rest(server.id()).await;
            let (run, sockets) = chat::run(&talk, messages / turns).await;
            cpu += machine::at_rest(server.id()).await - before;
            drop(sockets);
            if let Some(beside) = &mut beside {
                beside.turn(run.rate(), &ground).await?;
            }
            all.add(run);
        }
        table::row(name, &all, cpu, machine::resident_mb(server.id()));
        ratios.extend(beside);
    }
    drop(server);
    table::line("");
    ratios.iter().for_each(|beside| table::line(&beside.line()));
    if !only.is_empty() {
        return Ok(());
    }
    own_work::report().await?;
    table::capacity();
    Ok(())
}
