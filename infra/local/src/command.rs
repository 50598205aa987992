//! `medilink import KIND FILE [--confirm]`: imports a file into a catalogue of a running platform, as an admin.

use crate::{
    client::Client,
    importing::{self, File},
};
use serde_json::Value;
use std::path::Path;

/// Where the platform is, and who asks.
pub struct Admin {
    /// The platform's address.
    pub url: String,
    /// The admin's address.
    pub email: String,
    /// The admin's password.
    pub password: String,
}

impl Admin {
    /// What the environment says: `MEDILINK_URL` (or `MEDILINK_PORT` on this machine), `MEDILINK_ADMIN_EMAIL` and
    /// `MEDILINK_ADMIN_PASSWORD`.
    ///
    /// # Errors
    /// With what is missing.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let needed = |name: &str| variable(name).ok_or_else(|| format!("{name} is missing"));
        let port = variable("MEDILINK_PORT").unwrap_or_else(|| "8080".to_owned());
        Ok(Self {
            url: variable("MEDILINK_URL").unwrap_or_else(|| format!("http://127.0.0.1:{port}")),
            email: needed("MEDILINK_ADMIN_EMAIL")?,
            password: needed("MEDILINK_ADMIN_PASSWORD")?,
        })
    }
}

/// Imports a file; `say` gets a line for each thing that is worth one.
///
/// # Errors
/// In words, where something did not go as it had to.
pub async fn import(admin: &Admin, kind: &str, file: &Path, confirm: bool, say: impl Fn(&str)) -> Result<(), String> {
    let bytes = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words = |error: crate::client::ClientError| error.to_string();
    let (client, _) = Client::new(&admin.url).signed_in(&admin.email, &admin.password).await.map_err(words)?;
    let import = importing::send(&client, &File::named(kind, &name, bytes)).await.map_err(words)?;
    say(&format!("{import}: sent"));
    let mut last = String::new();
    let compared = importing::compare(&client, &import, |state| {
        let line = progress(state);
        if line != last {
            say(&line);
        }
        last = line;
    });
    let compared = compared.await.map_err(words)?;
    report(&compared.body).iter().for_each(|line| say(line));
    if confirm {
        importing::confirm(&client, &import).await.map_err(words)?;
        say("In force.");
    } else {
        say(&format!(
            "Not in force: POST {}/v1/admin/imports/{import}/confirm, or once more with --confirm.",
            admin.url
        ));
    }
    Ok(())
}

fn progress(import: &Value) -> String {
    let progress = &import["progress"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (done, total) = (&progress["stepsDone"], &progress["stepsTotal"]);
    format!("{} ({done}/{total}), {} rows", text(&progress["step"]), progress["rowsDone"])
}

/// What was read beside what the titles state, and what would change.
fn report(import: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for sheet in import["sheets"].as_array().into_iter().flatten() {
        let name = sheet["sheet"].as_str().unwrap_or_default();
        let beside = match sheet["stated"].as_u64() {
            Some(stated) => {
                format!(", the title states {stated} ({:+})", sheet["difference"].as_i64().unwrap_or_default())
            }
            None => String::new(),
        };
        lines.push(format!("{name}: {} read, {} rows unreadable{beside}", sheet["read"], sheet["unreadable"]));
    }
    let changes = &import["changes"];
    lines.push(format!("{} entries, {} problems listed", import["entries"], import["problems"]));
    lines.push(format!("{} new, {} changed, {} gone", changes["new"], changes["changed"], changes["gone"]));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_environment_says_where_and_who() {
        let all = |name: &str| (name != "MEDILINK_URL").then(|| "1".to_owned());
        assert_eq!(Admin::read(all).map(|admin| admin.url), Ok("http://127.0.0.1:1".to_owned()));
        assert_eq!(Admin::read(|_| None).err().as_deref(), Some("MEDILINK_ADMIN_EMAIL is missing"));
    }

    #[test]
    fn counts_stand_beside_what_is_stated() {
        let import = json!({
            "sheets": [{"sheet": "one", "stated": 3412, "read": 3410, "unreadable": 2, "difference": -2}],
            "entries": 3410, "problems": 5, "changes": {"new": 3410, "changed": 0, "gone": 0},
        });
        let lines = report(&import);
        assert_eq!(lines[0], "one: 3410 read, 2 rows unreadable, the title states 3412 (-2)");
        assert_eq!(lines[2], "3410 new, 0 changed, 0 gone");
    }
}
