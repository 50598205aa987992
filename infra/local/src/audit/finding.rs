use medilink_kernel::{AccessId, UserId};
use std::fmt;

/// What is wrong with the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A link does not say what its hash was made of.
    Changed,
    /// A link is not there (any more).
    Removed,
    /// A link stands in another's place.
    Swapped,
    /// A link was never an entry.
    Inserted,
    /// What was signed as the end of the chain is another link now: everything up to there was written anew.
    Rewritten,
    /// The chain's head is not the hash of its last link.
    Head,
    /// A published head was not signed by this installation.
    Signature,
    /// The entry among those of whoever it is by says something else, or is gone.
    Copy,
    /// The line that the patient reads says something else, or is gone.
    Line(UserId),
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// In which chain.
    pub chain: String,
    /// At which place.
    pub seq: u64,
    /// Which entry, where it is known.
    pub entry: Option<AccessId>,
    /// By whom the entry is, where it is known: where its copy lies.
    pub user: Option<UserId>,
    /// What.
    pub fault: Fault,
}

/// What came of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Chains walked.
    pub chains: usize,
    /// Links walked.
    pub links: u64,
    /// Entries that have no place in a chain yet.
    pub waiting: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => f.write_str("changed: its hash was made of something else"),
            Self::Removed => f.write_str("removed"),
            Self::Swapped => f.write_str("swapped: this entry has another place"),
            Self::Inserted => f.write_str("inserted: there was no such entry"),
            Self::Rewritten => f.write_str("rewritten: a signed head says otherwise"),
            Self::Head => f.write_str("the chain's head is not its last link"),
            Self::Signature => f.write_str("a published head that this installation did not sign"),
            Self::Copy => f.write_str("the entry among those of whoever it is by is changed or gone"),
            Self::Line(patient) => write!(f, "the line that {patient} reads is changed or gone"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "chain {}, link {}", self.chain, self.seq)?;
        if let Some(entry) = self.entry {
            write!(f, ", entry {entry}")?;
        }
        write!(f, ": {}", self.fault)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{finding}"))?;
        let (links, chains, waiting) = (self.links, self.chains, self.waiting);
        write!(f, "{links} links in {chains} chains, {waiting} entries on their way, {} faults", self.findings.len())
    }
}
