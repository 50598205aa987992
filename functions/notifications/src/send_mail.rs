//! Mails a notice to its reader.

use crate::{
    delivery::{self, asked, told},
    ground,
    preferences::Channel,
    raise,
    text::words,
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::Spec;
use medilink_push::Letter;

/// Follows the lists.
pub struct SendMail;

impl StreamOperation for SendMail {
    const SPEC: Spec = Spec::stream("notifications.send_mail", "NTF#", "Mails a notice to its reader")
        .grants(&[
            delivery::NOTICE,
            delivery::READER,
            raise::WISHES,
            ground::APPOINTMENT,
            ground::PRESCRIPTION,
            ground::MESSAGE,
        ])
        .timeout(60);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(delivery) = asked(ctx, record, Channel::Email).await? else { return Ok(()) };
        let (notice, reader) = (&delivery.notice, &delivery.reader);
        let words = words(notice.kind, &notice.facts, reader.language)?;
        let arguments = words.arguments();
        let paragraphs: Vec<_> = words.body.iter().map(|key| (key.as_str(), arguments.as_slice())).collect();
        let letter = Letter::new(reader.language, &reader.first_name, (&words.title, &arguments), &paragraphs)
            .and_then(|letter| letter.with_action("mail-open", ctx.platform.settings.public_url.clone()))
            .map_err(Failure::fault)?;
        let mail = letter.mail(reader.email.as_str(), notice.kind.as_str(), Some(notice.notification_id.to_string()));
        let mailer = &ctx.platform.mailer;
        let sending = async { mailer.send(&mail, ctx.now).await.map_err(|error| told(ctx, &error, error.fate())) };
        delivery.send(ctx, Channel::Email, mailer.knows_names(), sending).await
    }
}
