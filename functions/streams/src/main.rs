//! Dead letters of the streams.

fn main() -> std::process::ExitCode {
    medilink_runtime::main(medilink_streams::OPERATIONS)
}
