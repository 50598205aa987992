//! Sends a notice to its reader's telephone.

use crate::{
    budget::{self, Limit},
    delivery::{self, asked, told},
    ground,
    preferences::Channel,
    raise,
    text::say,
};
use jiff::SignedDuration;
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::Spec;
use medilink_push::Sms;

/// Follows the lists.
pub struct SendSms;

/// So many go to one telephone: each is paid for, and who wants more has the list.
const A_DAY: [Limit; 1] = [(SignedDuration::from_hours(24), 20)];

impl StreamOperation for SendSms {
    const SPEC: Spec = Spec::stream("notifications.send_sms", "NTF#", "Sends a notice to its reader's telephone")
        .grants(&[
            delivery::NOTICE,
            delivery::READER,
            raise::WISHES,
            ground::APPOINTMENT,
            ground::PRESCRIPTION,
            ground::MESSAGE,
            budget::BUDGET,
        ])
        .timeout(60);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(delivery) = asked(ctx, record, Channel::Sms).await? else { return Ok(()) };
        let Some(phone) = delivery.reader.phone.as_ref() else { return Ok(()) };
        let (notice, reader) = (&delivery.notice, &delivery.reader);
        let name = notice.notification_id.bare();
        if !budget::admits(ctx, &format!("S#{}", reader.user_id.bare()), &name, ctx.now, &A_DAY).await? {
            return Ok(());
        }
        let sms = Sms {
            to: phone.as_str().to_owned(),
            text: say(notice.kind, &notice.facts.with_short_names(), reader.language)?.body,
            id: notice.notification_id.to_string(),
            language: reader.language,
        };
        let texter = &ctx.platform.texter;
        let sending = async { texter.send(&sms, ctx.now).await.map_err(|error| told(ctx, &error, error.fate())) };
        delivery.send(ctx, Channel::Sms, texter.knows_names(), sending).await
    }
}
