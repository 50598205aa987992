//! The bootstrap of the tenants functions: it serves the operation that `_HANDLER` names.

fn main() -> std::process::ExitCode {
    medilink_runtime::main(medilink_tenants::OPERATIONS)
}
