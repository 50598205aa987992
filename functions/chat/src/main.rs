//! Messages between patients, doctors and pharmacists.

fn main() -> std::process::ExitCode {
    medilink_runtime::main(medilink_chat::OPERATIONS)
}
