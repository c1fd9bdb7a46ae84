//! A mistake of Alongside's own: said in one sentence, never as a trace.

use std::panic::{self, PanicHookInfo};
use std::sync::Mutex;

/// Where the last mistake was.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// From now on a mistake is kept for [`message`] instead of printed.
pub(super) fn keep() {
    panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let payload = info.payload();
        let what = payload
            .downcast_ref::<&str>()
            .copied()
            .or(payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no reason given");
        let place = info.location().map_or_else(String::new, |place| {
            format!(" ({}:{})", place.file(), place.line())
        });
        if let Ok(mut last) = LAST.lock() {
            // The first is the cause; others follow from it.
            last.get_or_insert_with(|| format!("{what}{place}"));
        }
    }));
}

/// The sentence for the mistake that was kept.
pub(super) fn message() -> String {
    let kept = LAST.lock().ok().and_then(|mut last| last.take());
    format!(
        "Alongside itself made a mistake; nothing was published. Please report it with these words: {}",
        kept.as_deref().unwrap_or("no reason was kept")
    )
}
