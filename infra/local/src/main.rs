//! `medilink`: the whole platform on one machine.
//!
//! `medilink` serves; `--processes[=FOLDER]` runs operations as their bootstraps; `generate FOLDER` writes what is made
//! from the declarations; `audit verify [--data FOLDER]` checks the audit trail in a state folder; `import KIND FILE [--confirm]`
//! sends a file for a catalogue to a running platform.

use medilink_kernel::{Clock, SystemClock};
use medilink_local::{Config, Local, Parts, audit, command, generate, seed};
use std::{path::PathBuf, process::ExitCode};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [command, folder] if command == "generate" => {
            generate::write(&PathBuf::from(folder)).map_err(|e| e.to_string())
        }
        [command, verb, rest @ ..] if command == "audit" && verb == "verify" => verify(rest),
        [name, kind, file, rest @ ..] if name == "import" => match rest {
            [] => import(kind, file, false),
            [flag] if flag == "--confirm" => import(kind, file, true),
            _ => Err("import KIND FILE [--confirm]".to_owned()),
        },
        rest => serve(rest),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(mistake) => {
            say(&mistake);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "a command speaks to whoever started it")]
fn say(line: &str) {
    println!("{line}");
}

fn import(kind: &str, file: &str, confirm: bool) -> Result<(), String> {
    let admin = command::Admin::read(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(command::import(&admin, kind, &PathBuf::from(file), confirm, say))
}

fn serve(arguments: &[String]) -> Result<(), String> {
    medilink_runtime::init_log(medilink_runtime::FAULTS);
    let mut config = Config::read(std::env::vars())?;
    for argument in arguments {
        config.processes = match argument.split_once('=') {
            None if argument == "--processes" => Some(beside_this_program()?),
            Some(("--processes", folder)) => Some(folder.into()),
            _ => {
                return Err(format!(
                    "{argument}: unknown; --processes[=FOLDER], generate FOLDER, audit verify [--data FOLDER] or \
                     import KIND FILE [--confirm]"
                ));
            }
        };
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(async move {
        let demo = config.demo;
        let data = config.data.clone();
        let local = Local::start(config, Parts::default()).await.map_err(|e| e.to_string())?;
        let url = format!("http://{}", local.address);
        say(&format!("MediLink answers at {url}  (API documentation: {url}/docs, mails: {url}/outbox)"));
        if demo {
            if seed::needed(&data) {
                say("Making demo data through the public API...");
                seed::run(&url, &data).await?;
            }
            say("Demo accounts:");
            for account in seed::accounts().as_array().into_iter().flatten() {
                let text = |name: &str| account[name].as_str().unwrap_or_default().to_owned();
                say(&format!("  {:<12} {:<34} {}  {}", text("role"), text("email"), text("password"), text("name")));
            }
        }
        say("Stop with Ctrl-C.");
        tokio::select! {
            () = local.wait() => Err("the gateway has stopped".to_owned()),
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

/// Checks the audit trail; fails where anything is wrong with it.
fn verify(arguments: &[String]) -> Result<(), String> {
    let folder = match arguments {
        [] => Config::read(std::env::vars())?.data,
        [option, folder] if option == "--data" => folder.into(),
        _ => return Err("audit verify [--data FOLDER]".to_owned()),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let report = runtime.block_on(audit::verify(&folder, SystemClock.now()))?;
    if report.findings.is_empty() {
        say(&report.to_string());
        return Ok(());
    }
    Err(report.to_string())
}

fn beside_this_program() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    Ok(program.parent().map(PathBuf::from).unwrap_or_default())
}
