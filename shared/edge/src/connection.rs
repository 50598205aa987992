use crate::{Caller, Failure, Memory, Platform};
use medilink_kernel::{DoctorId, Language, Role, SessionId, TenantId, UserId};
use medilink_store::{Key, Session};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who opened a socket, as the store keeps it: one socket is one person's, of one session, from its first frame to its
/// last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionRecord {
    /// The person.
    pub user_id: UserId,
    /// The sign-in.
    pub session_id: SessionId,
    /// The role.
    pub role: Role,
    /// The practice, pharmacy or laboratory.
    pub tenant_id: Option<TenantId>,
    /// The doctor's public id.
    pub doctor_id: Option<DoctorId>,
    /// The language of messages to this client.
    pub language: Language,
    /// When it is forgotten: no socket lives longer than two hours.
    pub ttl: i64,
}

/// Where it stands who is behind a socket.
pub fn connection_key(connection: &str) -> Key {
    Key::only(format!("SOCKET#{connection}"))
}

impl ConnectionRecord {
    fn caller(&self) -> Caller {
        Caller {
            user: self.user_id,
            session: self.session_id,
            role: self.role,
            tenant: self.tenant_id,
            doctor: self.doctor_id,
        }
    }
}

/// Who is behind the sockets that a process has heard of. That never changes while a socket lives: a person who may no
/// more is not asked again but cut off.
#[derive(Default)]
pub(crate) struct Connections(Memory<String, Arc<ConnectionRecord>>);

impl Connections {
    /// Who is behind a socket; `None` where nobody is known to be.
    pub(crate) async fn find(
        &self,
        session: &Session,
        connection: &str,
    ) -> Result<Option<Arc<ConnectionRecord>>, Failure> {
        let known = self.0.get(connection);
        if known.is_some() {
            return Ok(known);
        }
        let Some(record) = session.platform().get::<ConnectionRecord>(&connection_key(connection)).await? else {
            return Ok(None);
        };
        let record = Arc::new(record);
        self.0.keep(connection.to_owned(), record.clone());
        Ok(Some(record))
    }
}

impl Platform {
    /// Who is calling over a socket, and their language.
    pub(crate) async fn connected(
        &self,
        session: &Session,
        connection: &str,
    ) -> Result<Option<(Caller, Language)>, Failure> {
        let record = self.connections.find(session, connection).await?;
        Ok(record.map(|record| (record.caller(), record.language)))
    }
}
