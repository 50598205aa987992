//! The patient's record as a whole.

fn main() -> std::process::ExitCode {
    medilink_runtime::main(medilink_timeline::OPERATIONS)
}
