use crate::{Mail, MailError, OutboxError, Received, Sms, folder::Folder};
use jiff::Timestamp;
use lettre::{Address, message::Mailbox};
use std::{io, path::PathBuf};

/// A folder of messages that a machine without a mail server or a telephone keeps for itself.
#[derive(Debug, Clone)]
pub struct Outbox {
    folder: Folder,
}

const MAIL: &str = "eml";
const SMS: &str = "sms";

impl Outbox {
    /// The outbox in `folder`, which comes into being with the first message.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Folder(folder.into()) }
    }

    /// Writes one mail; one that has an id and is there already stays as it is.
    pub(crate) async fn put(&self, mail: &Mail, now: Timestamp) -> Result<(), MailError> {
        let address = Address::new("no-reply", "medilink.invalid").map_err(|_| MailError::Recipient)?;
        let message = mail.message(&Mailbox::new(Some("MediLink".into()), address), now)?.formatted();
        let (folder, name) = (self.folder.clone(), mail.name());
        Ok(blocking(move || Ok(folder.publish(name.as_deref(), MAIL, &message, now)?)).await?)
    }

    /// Writes one text message, unless it is there already.
    pub(crate) async fn put_sms(&self, sms: &Sms, now: Timestamp) -> Result<(), OutboxError> {
        let (folder, name) = (self.folder.clone(), sms.name());
        let message = Received::written(sms, now);
        blocking(move || Ok(folder.publish(Some(&name), SMS, &message, now)?)).await
    }

    /// The messages in it, newest first, `limit` at most.
    pub async fn list(&self, limit: usize) -> Result<Vec<Received>, OutboxError> {
        let outbox = self.clone();
        blocking(move || {
            let names = outbox.folder.newest(&[MAIL, SMS], limit)?;
            names.iter().filter_map(|(name, ending)| outbox.open(name, ending).transpose()).collect()
        })
        .await
    }

    /// One of them; `None` if there is none of that name.
    pub async fn read(&self, id: &str) -> Result<Option<Received>, OutboxError> {
        let (outbox, id) = (self.clone(), id.to_owned());
        blocking(move || match outbox.open(&id, MAIL)? {
            None => outbox.open(&id, SMS),
            found => Ok(found),
        })
        .await
    }

    fn open(&self, name: &str, ending: &str) -> Result<Option<Received>, OutboxError> {
        let Some(bytes) = self.folder.read(name, ending)? else { return Ok(None) };
        let read = if ending == MAIL { Received::mail(name, &bytes) } else { Received::sms(name, &bytes) };
        read.map(Some).ok_or_else(|| OutboxError::Unreadable(name.to_owned()))
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OutboxError> + Send + 'static,
) -> Result<T, OutboxError> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Channel, mail::tests::mail, sms::tests::sms};
    use std::fs;

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
                    channel: Channel::Email,
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
    async fn what_has_a_name_is_there_once_however_often_it_is_put() {
        let (dir, outbox) = outbox();
        let named = Mail { id: Some("reset:1".into()), ..mail() };
        let all: Vec<_> = (0..20)
            .map(|second| {
                let (outbox, named) = (outbox.clone(), named.clone());
                let later = NOW + jiff::SignedDuration::from_secs(second);
                tokio::spawn(async move {
                    outbox.put(&named, later).await.unwrap();
                    outbox.put_sms(&sms(), later).await.unwrap();
                })
            })
            .collect();
        for one in all {
            one.await.unwrap();
        }
        outbox.put(&Mail { id: Some("reset:2".into()), ..mail() }, NOW).await.unwrap();
        outbox.put_sms(&Sms { id: "reset:1".into(), ..sms() }, NOW).await.unwrap();
        assert_eq!(outbox.list(100).await.unwrap().len(), 4, "a mail and a text message may have the same id");
        assert_eq!(fs::read_dir(dir.path().join("outbox")).unwrap().count(), 4, "nothing else is left");
    }

    #[tokio::test]
    async fn a_text_message_stands_beside_the_mails() {
        let (_dir, outbox) = outbox();
        outbox.put(&mail(), NOW).await.unwrap();
        outbox.put_sms(&sms(), NOW + jiff::SignedDuration::from_secs(1)).await.unwrap();
        let listed = outbox.list(10).await.unwrap();
        let channels: Vec<_> = listed.iter().map(|message| message.channel).collect();
        assert_eq!(channels, [Channel::Sms, Channel::Email]);
        let found = &listed[0];
        assert_eq!((found.to.as_str(), found.text.as_str()), ("+213551234567", sms().text.as_str()));
        assert_eq!(found.sent_at, NOW + jiff::SignedDuration::from_secs(1));
        assert_eq!(outbox.read(&found.id).await.unwrap().as_ref(), Some(found));
        let shown = serde_json::to_value(found).unwrap();
        assert_eq!((&shown["channel"], &shown["kind"]), (&"sms".into(), &"sms".into()));
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
        assert!(matches!(outbox.read("strange").await, Err(OutboxError::Unreadable(_))));
    }
}
