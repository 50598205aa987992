use medilink_kernel::Language;

/// A call as the edge sees it, whatever carried it.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Path parameters by name.
    pub path: Vec<(String, String)>,
    /// The path itself.
    pub raw_path: String,
    /// The query string, without `?`.
    pub query: String,
    /// Header values by lower-case name.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The network address of the client.
    pub address: String,
    /// Names the call in logs and problems.
    pub trace_id: String,
    /// The socket that it came over, if it came over one.
    pub connection: Option<String>,
}

impl Request {
    /// The first header of this (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The language that the client asks for.
    pub fn language(&self) -> Language {
        Language::negotiate(self.header("accept-language"))
    }
}

/// An answer, whatever will carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}
