//! How a run ends: done, mistakes in the author's files, or a failure with its cause.

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for was done.
    Done,
    /// The author's files have errors: nothing was published, or it was written in spite of them because that was asked for.
    Mistakes,
}

/// Why a run could not do what was asked for, the author's files apart.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line asks for something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// The environment failed: the disk, the network.
    #[error("{0}")]
    Environment(String),
}

impl From<crate::read::Error> for Failure {
    fn from(error: crate::read::Error) -> Self {
        Self::Environment(error.to_string())
    }
}

impl From<crate::write::Error> for Failure {
    fn from(error: crate::write::Error) -> Self {
        match error {
            crate::write::Error::Dangerous { .. } => Self::Usage(error.to_string()),
            error => Self::Environment(error.to_string()),
        }
    }
}

impl From<crate::scaffold::Error> for Failure {
    fn from(error: crate::scaffold::Error) -> Self {
        match error {
            crate::scaffold::Error::Io { .. } => Self::Environment(error.to_string()),
            error => Self::Usage(error.to_string()),
        }
    }
}
