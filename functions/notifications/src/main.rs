//! What people are told, in time.

fn main() -> std::process::ExitCode {
    medilink_runtime::main(medilink_notifications::OPERATIONS)
}
