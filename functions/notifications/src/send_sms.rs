//! Sends a notice to its reader's telephone.

use crate::{
    delivery::{self, asked, told},
    preferences::Channel,
    raise,
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::Spec;
use medilink_push::Sms;

/// Follows the lists.
pub struct SendSms;

impl StreamOperation for SendSms {
    const SPEC: Spec = Spec::stream("notifications.send_sms", "NTF#", "Sends a notice to its reader's telephone")
        .grants(&[delivery::NOTICE, delivery::READER, raise::WISHES])
        .timeout(60);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(delivery) = asked(ctx, record, Channel::Sms).await? else { return Ok(()) };
        let Some(phone) = delivery.reader.phone.as_ref() else { return Ok(()) };
        let sms = Sms {
            to: phone.as_str().to_owned(),
            text: delivery.said.body.clone(),
            id: delivery.notice.notification_id.to_string(),
            language: delivery.reader.language,
        };
        let texter = &ctx.platform.texter;
        let sending = async { texter.send(&sms, ctx.now).await.map_err(|error| told(ctx, &error, error.fate())) };
        delivery.send(ctx, Channel::Sms, texter.knows_names(), sending).await
    }
}
