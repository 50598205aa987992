use crate::{Mail, MailError, Received};
use jiff::Timestamp;
use lettre::{Address, message::Mailbox};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::PathBuf,
    process,
    sync::atomic::{AtomicU64, Ordering},
};

/// A folder of mails, one file each, named by the hour they were sent.
#[derive(Debug, Clone)]
pub struct Outbox {
    folder: PathBuf,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

impl Outbox {
    /// The outbox in `folder`, which comes into being with the first mail.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Writes one mail.
    pub(crate) async fn put(&self, mail: &Mail, now: Timestamp) -> Result<(), MailError> {
        let address = Address::new("no-reply", "medilink.invalid").map_err(|_| MailError::Recipient)?;
        let message = mail.message(&Mailbox::new(Some("MediLink".into()), address), now)?.formatted();
        let outbox = self.clone();
        blocking(move || Ok(outbox.write(&message, now)?)).await
    }

    /// The mails in it, newest first, `limit` at most.
    pub async fn list(&self, limit: usize) -> Result<Vec<Received>, MailError> {
        let outbox = self.clone();
        blocking(move || {
            let mut ids = outbox.ids()?;
            ids.sort_unstable_by(|a, b| b.cmp(a));
            ids.truncate(limit);
            ids.iter().filter_map(|id| outbox.open(id).transpose()).collect()
        })
        .await
    }

    /// One of them; `None` if there is none of that name.
    pub async fn read(&self, id: &str) -> Result<Option<Received>, MailError> {
        let (outbox, id) = (self.clone(), id.to_owned());
        blocking(move || outbox.open(&id)).await
    }

    /// A name says the hour and nothing of the mail; several processes may write at once.
    fn write(&self, message: &[u8], now: Timestamp) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        loop {
            let hour = now.strftime("%Y%m%dT%H%M%S%9fZ");
            let id = format!("{hour}-{:08}-{:08}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let (temporary, path) = (self.folder.join(format!("{id}.tmp")), self.path(&id));
            // A process of the same number at the same hour may have been here before.
            let mut file = match OpenOptions::new().write(true).create_new(true).open(&temporary) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                file => file?,
            };
            file.write_all(message)?;
            file.sync_all()?;
            let published = fs::hard_link(&temporary, &path);
            fs::remove_file(&temporary)?;
            match published {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                published => return published.and_then(|()| File::open(&self.folder)?.sync_all()),
            }
        }
    }

    fn ids(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let names: io::Result<Vec<_>> = entries.map(|entry| Ok(entry?.file_name())).collect();
        Ok(names?.iter().filter_map(|name| Some(name.to_str()?.strip_suffix(".eml")?.to_owned())).collect())
    }

    fn open(&self, id: &str) -> Result<Option<Received>, MailError> {
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Ok(None);
        }
        match fs::read(self.path(id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            bytes => Received::read(id, &bytes?).map(Some),
        }
    }

    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.eml"))
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, MailError> + Send + 'static,
) -> Result<T, MailError> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::tests::mail;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn outbox() -> (tempfile::TempDir, Outbox) {
        let dir = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(dir.path().join("outbox"));
        (dir, outbox)
    }

    #[tokio::test]
    async fn a_mail_reads_as_it_was_written() {
        let (_dir, outbox) = outbox();
        assert_eq!(outbox.list(10).await.unwrap(), []);
        for html in [mail().html, None] {
            let mail = Mail { html, ..mail() };
            outbox.put(&mail, NOW).await.unwrap();
            let found = outbox.list(1).await.unwrap().remove(0);
            assert_eq!(
                found,
                Received {
                    id: found.id.clone(),
                    sent_at: NOW,
                    to: mail.to,
                    subject: mail.subject,
                    text: mail.text,
                    html: mail.html,
                    language: mail.language,
                    kind: mail.kind.into(),
                }
            );
            assert_eq!(outbox.read(&found.id).await.unwrap(), Some(found));
        }
    }

    #[tokio::test]
    async fn long_lines_and_odd_characters_survive() {
        let (_dir, outbox) = outbox();
        for text in ["é".repeat(2000), "= =3D .\n..\n\tx  \n".to_owned(), "مرحبا \u{202b}123\u{202c} 🩺\n".repeat(50)]
        {
            outbox
                .put(
                    &Mail {
                        subject: text.replace(['\n', '\t'], " ").trim().into(),
                        text: text.clone(),
                        html: None,
                        ..mail()
                    },
                    NOW,
                )
                .await
                .unwrap();
            let found = outbox.list(1).await.unwrap().remove(0);
            assert_eq!(found.text, text.trim_end_matches('\n'));
            assert_eq!(found.subject, text.replace(['\n', '\t'], " ").trim());
        }
    }

    #[tokio::test]
    async fn the_newest_comes_first_and_no_name_tells_of_the_mail() {
        let (dir, outbox) = outbox();
        for seconds in [0, 20, 10] {
            let mail = Mail { subject: format!("after {seconds}"), ..mail() };
            outbox.put(&mail, NOW + jiff::SignedDuration::from_secs(seconds)).await.unwrap();
        }
        let subjects: Vec<_> = outbox.list(2).await.unwrap().into_iter().map(|m| m.subject).collect();
        assert_eq!(subjects, ["after 20", "after 10"]);
        for entry in fs::read_dir(dir.path().join("outbox")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(name.ends_with(".eml"), "{name}: no half of a mail is left");
            assert!(!name.contains("amina") && !name.contains("password"), "{name}");
        }
    }

    #[tokio::test]
    async fn many_at_once_are_all_kept() {
        let (_dir, outbox) = outbox();
        let all: Vec<_> = (0..40)
            .map(|_| {
                let outbox = outbox.clone();
                tokio::spawn(async move { outbox.put(&mail(), NOW).await })
            })
            .collect();
        for one in all {
            one.await.unwrap().unwrap();
        }
        assert_eq!(outbox.list(100).await.unwrap().len(), 40);
    }

    #[tokio::test]
    async fn only_its_own_mails_can_be_read() {
        let (dir, outbox) = outbox();
        outbox.put(&mail(), NOW).await.unwrap();
        fs::write(dir.path().join("secret.eml"), "Subject: x\r\n\r\nx").unwrap();
        for id in ["", "../secret", "..", "a/b", "nothing", "a\0b"] {
            assert_eq!(outbox.read(id).await.unwrap(), None, "{id:?}");
        }
        fs::write(dir.path().join("outbox/strange.eml"), "no mail").unwrap();
        assert!(matches!(outbox.read("strange").await, Err(MailError::Unreadable(_))));
    }
}
