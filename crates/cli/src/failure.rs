//! Why a command did not succeed, and what the user is told.

use std::io;
use std::panic;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use crate::{diagnostic, terminal};

/// Exit code of the user's input.
pub const USER: u8 = 1;
/// Exit code of our fault.
const OURS: u8 = 2;

/// What the last panic said, for the report.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// What the user gave cannot be used.
    User {
        /// What was found and what was expected.
        message: String,
        /// Advice.
        hint: Option<String>,
    },
    /// The user has been told already.
    Told,
    /// The reader of the output has gone away; nobody is left to tell.
    ReaderGone,
    /// Our fault.
    Ours(String),
}

impl Failure {
    /// The user's input.
    pub fn user(message: impl Into<String>) -> Self {
        Self::User {
            message: message.into(),
            hint: None,
        }
    }

    /// Adds advice.
    pub fn hint(self, advice: impl Into<String>) -> Self {
        match self {
            Self::User { message, .. } => Self::User {
                message,
                hint: Some(advice.into()),
            },
            other => other,
        }
    }

    /// A file or folder that could not be used.
    ///
    /// - `doing`: what was tried, such as `read the case`
    pub fn file(doing: &str, path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        let why = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
            io::ErrorKind::NotADirectory => "it is a file, not a folder".to_owned(),
            _ => error.to_string(),
        };
        Self::user(format!("cannot {doing} {path}: {why}"))
    }

    /// Tells the user and gives the exit code.
    pub fn report(self) -> ExitCode {
        match self {
            Self::User { message, hint } => {
                terminal::tell(&diagnostic::plain(&message, hint.as_deref()));
                ExitCode::from(USER)
            }
            Self::Told => ExitCode::from(USER),
            Self::ReaderGone => ExitCode::SUCCESS,
            Self::Ours(message) => {
                let advice = "this is a fault of rhytid, not of your input; please report it \
                              with the command, the case and this message";
                terminal::tell(&diagnostic::plain(&message, Some(advice)));
                ExitCode::from(OURS)
            }
        }
    }
}

/// Keeps the words of a panic for [`panicked`] instead of printing a trace.
pub fn keep_panics_quiet() {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return;
    }
    panic::set_hook(Box::new(|info| {
        if let Ok(mut last) = PANIC.lock() {
            *last = Some(info.to_string().replace('\n', " "));
        }
    }));
}

/// The failure of a caught panic.
pub fn panicked() -> Failure {
    let said = PANIC.lock().ok().and_then(|mut last| last.take());
    let said = said.unwrap_or_else(|| "no message".to_owned());
    Failure::Ours(format!(
        "rhytid came to a state that should not exist: {said}"
    ))
}
