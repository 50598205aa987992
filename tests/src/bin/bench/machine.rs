//! What the machine says of itself and of the server.

use medilink_kernel::{Clock, SystemClock};
use std::{fs, time::Duration};

/// Clock ticks a second of Linux's process accounting.
const TICKS: f64 = 100.0;

/// CPU seconds that a process has used so far, in user and kernel mode.
pub fn cpu_seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The command's name may hold blanks; fields are counted after its closing parenthesis.
    let fields: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / TICKS
}

/// Waits until a process has come to rest: what follows a write runs after its answer. Gives its CPU seconds by then.
pub async fn at_rest(process: u32) -> f64 {
    loop {
        let before = cpu_seconds(process);
        SystemClock.sleep(Duration::from_millis(500)).await;
        let after = cpu_seconds(process);
        if after - before < 0.025 {
            return after;
        }
    }
}

/// Resident memory of a process in MB.
pub fn resident_mb(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kb = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kb.unwrap_or_default() / 1024.0
}

/// Processor, cores and memory, in a line.
pub fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("", |rest| rest.trim_matches([' ', '\t', ':']));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kb = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{model}, {cores} cores, {} GB; load generator and server on the same cores", kb.unwrap_or_default() >> 20)
}
