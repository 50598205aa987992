//! Mails a notice to its reader.

use crate::{
    delivery::{self, asked},
    preferences::Channel,
    raise,
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::message;
use medilink_operation::Spec;
use medilink_push::{Action, Letter, Mail, MailError};

/// Follows the lists.
pub struct SendMail;

impl StreamOperation for SendMail {
    const SPEC: Spec = Spec::stream("notifications.send_mail", "NTF#", "Mails a notice to its reader").grants(&[
        delivery::NOTICE,
        delivery::READER,
        raise::WISHES,
    ]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(delivery) = asked(ctx, record, Channel::Email).await? else { return Ok(()) };
        let language = delivery.reader.language;
        let text = |key: &str, arguments: &[(&str, &str)]| {
            message(language, key, arguments).ok_or_else(|| Failure::fault("a text is missing"))
        };
        let letter = Letter {
            language,
            title: delivery.said.title.clone(),
            greeting: text("mail-greeting", &[("name", &delivery.reader.first_name)])?,
            paragraphs: vec![delivery.said.body.clone()],
            action: Some(Action {
                label: text("mail-open", &[])?,
                url: ctx.platform.settings.public_url.clone(),
            }),
            footer: text("mail-why", &[])?,
        };
        let mail = Mail {
            id: Some(delivery.notice.notification_id.to_string()),
            to: delivery.reader.email.as_str().to_owned(),
            subject: delivery.said.title.clone(),
            text: letter.text(),
            html: Some(letter.html()),
            language,
            kind: delivery.notice.kind.as_str(),
        };
        ctx.platform.mailer.send(&mail, ctx.now).await.map_err(|error| match error {
            // A server's own words may repeat the address.
            MailError::Smtp(_) => Failure::fault("the mail server did not take the mail"),
            other => Failure::fault(other),
        })?;
        delivery.mark(ctx, Channel::Email).await?;
        Ok(())
    }
}
