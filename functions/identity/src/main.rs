//! Who somebody is: sign-in, sessions, passwords, second factors, profiles.

fn main() -> std::process::ExitCode {
    medilink_runtime::main(medilink_identity::OPERATIONS)
}
