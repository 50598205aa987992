//! Who opened what.

fn main() -> std::process::ExitCode {
    medilink_runtime::main(medilink_audit::OPERATIONS)
}
