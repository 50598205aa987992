//! The bootstrap of the catalogues functions: it serves the operation that `_HANDLER` names.

fn main() -> std::process::ExitCode {
    medilink_runtime::main(medilink_catalogues::OPERATIONS)
}
