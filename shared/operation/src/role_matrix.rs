//! The role matrix: which role may call what, as a Markdown table made from the declarations.

use crate::{Access, Described};
use medilink_kernel::Role;
use std::fmt::Write;

/// The table, one row per operation that a client can call.
pub fn role_matrix(operations: &[Described]) -> String {
    let mut out = String::from(
        "# Who may call what\n\nMade from the declarations by `make generate`. `●` may call; what they reach is their own alone.\n\n| operation | visitor |",
    );
    let roles = Role::ALL.map(|role| format!(" {} |", role.as_str().replace('_', " ")));
    out.extend(roles);
    out.push_str("\n|---|---|");
    out.extend(Role::ALL.map(|_| "---|"));
    out.push('\n');
    let mut rows: Vec<_> = operations.iter().filter(|o| o.spec.access != Access::Internal).collect();
    rows.sort_by_key(|o| o.spec.id);
    for operation in rows {
        let mark = |role| if operation.spec.access.allows(role) { " ● |" } else { " |" };
        let cells: String = Role::ALL.into_iter().map(|role| mark(Some(role))).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "| `{}` |{}{cells}", operation.spec.id, mark(None));
    }
    out
}
