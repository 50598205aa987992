use crate::{Mail, MailError, SettingsError};
use jiff::Timestamp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, message::Mailbox};
use std::time::Duration;
use url::{Host, Url};

/// How long the server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long it may take in all: less than the functions have that ask.
const LONGEST: Duration = Duration::from_secs(30);

/// An SMTP server.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// The server at `smtp://user:password@host:port` (STARTTLS, without which nothing is sent, but on this machine
    /// itself) or `smtps://...` (TLS from the first byte), and the sender that people see.
    pub fn new(url: Option<&str>, from: Option<&str>) -> Result<Self, SettingsError> {
        let transport = match url {
            Some(url) => transport(url),
            None => Err("MEDILINK_SMTP_URL is missing".to_owned()),
        };
        let from: Result<Mailbox, String> = match from {
            Some(from) => from.parse().map_err(|_| "MEDILINK_SMTP_FROM is not an e-mail address".to_owned()),
            None => Err("MEDILINK_SMTP_FROM is missing".to_owned()),
        };
        match (transport, from) {
            (Ok(transport), Ok(from)) => Ok(Self { transport, from }),
            (transport, from) => Err(SettingsError(transport.err().into_iter().chain(from.err()).collect())),
        }
    }

    /// Hands one mail to the server.
    pub(crate) async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), MailError> {
        let sent = self.transport.send(mail.message(&self.from, now)?);
        tokio::time::timeout(LONGEST, sent).await.map_err(|_| MailError::Late)??;
        Ok(())
    }
}

fn transport(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    // The address holds a password: no part of it goes into the message.
    let wrong = || "MEDILINK_SMTP_URL is not of the form smtp://user:password@host:port".to_owned();
    let mut url = Url::parse(url).map_err(|_| wrong())?;
    if !url.query_pairs().any(|(name, _)| name == "tls") && url.scheme() == "smtp" && !is_this_machine(&url) {
        url.query_pairs_mut().append_pair("tls", "required");
    }
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| wrong())?;
    Ok(builder.timeout(Some(PATIENCE)).build())
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("from", &self.from).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fate, mail::tests::mail};
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
        net::{TcpListener, TcpStream},
    };

    /// Plays a server without STARTTLS for one client; what the client said.
    async fn serve(stream: TcpStream) -> Vec<String> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let (mut said, mut data) = (Vec::new(), false);
        write.write_all(b"220 test\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let answer: &[u8] = match (data, line.as_str()) {
                (true, ".") => b"250 taken\r\n",
                (true, _) => b"",
                (_, "DATA") => b"354 go on\r\n",
                (_, "QUIT") => b"221 bye\r\n",
                (_, l) if l.starts_with("EHLO") => b"250-test\r\n250 AUTH PLAIN\r\n",
                (_, l) if l.starts_with("AUTH") => b"235 welcome\r\n",
                _ => b"250 ok\r\n",
            };
            data = line == "DATA" || data && line != ".";
            said.push(line);
            write.write_all(answer).await.unwrap();
        }
        said
    }

    async fn listen() -> (String, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = tokio::spawn(async move { serve(listener.accept().await.unwrap().0).await });
        (format!("smtp://user:pass@127.0.0.1:{port}"), served)
    }

    const FROM: Option<&str> = Some("MediLink <no-reply@medilink.example>");

    #[tokio::test]
    async fn the_server_gets_one_mail_for_one_recipient() {
        let (url, served) = listen().await;
        let smtp = Smtp::new(Some(&url), FROM).unwrap();
        let text = "one\r\n.\r\nRCPT TO:<x@y.dz>\r\n".to_owned();
        smtp.send(&Mail { text, html: None, ..mail() }, Timestamp::UNIX_EPOCH).await.unwrap();
        drop(smtp);
        let said = served.await.unwrap();
        let commands: Vec<_> = said.iter().take_while(|line| *line != "DATA").map(String::as_str).collect();
        assert!(commands.contains(&"AUTH PLAIN AHVzZXIAcGFzcw=="), "{commands:?}");
        let recipients: Vec<_> = commands.iter().filter(|c| c.starts_with("RCPT")).collect();
        assert_eq!(recipients, [&"RCPT TO:<amina@example.dz>"]);
        assert_eq!(said.iter().filter(|line| *line == ".").count(), 1, "{said:?}");
        assert!(said.iter().any(|line| line == ".."), "the dot of the text is escaped: {said:?}");
    }

    #[tokio::test]
    async fn no_password_goes_out_without_tls() {
        let (url, served) = listen().await;
        let smtp = Smtp::new(Some(&format!("{url}?tls=required")), FROM).unwrap();
        assert!(matches!(smtp.send(&mail(), Timestamp::UNIX_EPOCH).await, Err(MailError::Smtp(_))));
        drop(smtp);
        let said = served.await.unwrap();
        assert!(!said.iter().any(|line| line.starts_with("AUTH") || line == "DATA"), "{said:?}");
    }

    #[tokio::test]
    async fn whoever_hears_nothing_after_the_mail_does_not_know() {
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let nowhere = Smtp::new(Some(&format!("smtp://{nobody}")), FROM).unwrap();
        let absent = nowhere.send(&mail(), Timestamp::UNIX_EPOCH).await.unwrap_err();
        assert_eq!(absent.fate(), Fate::NotTaken, "{absent:?}");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (read, mut write) = listener.accept().await.unwrap().0.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 test\r\n").await.unwrap();
            while let Ok(Some(line)) = lines.next_line().await {
                if line == "DATA" {
                    write.write_all(b"354 go on\r\n").await.unwrap();
                    while lines.next_line().await.unwrap().is_some_and(|line| line != ".") {}
                    return;
                }
                write.write_all(b"250 ok\r\n").await.unwrap();
            }
        });
        let cut = Smtp::new(Some(&url), FROM).unwrap().send(&mail(), Timestamp::UNIX_EPOCH).await.unwrap_err();
        assert_eq!(cut.fate(), Fate::Unknown, "{cut:?}");
    }

    #[test]
    fn only_this_machine_is_trusted_without_tls() {
        for (url, local) in [
            ("smtp://localhost:25", true),
            ("smtp://127.0.0.1:25", true),
            ("smtp://[::1]:25", true),
            ("smtp://mail.example:25", false),
            ("smtp://10.0.0.1:25", false),
            ("smtp://localhost.example:25", false),
        ] {
            assert_eq!(is_this_machine(&Url::parse(url).unwrap()), local, "{url}");
        }
    }
}
