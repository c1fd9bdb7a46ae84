//! English: a table, and nothing that runs.

use super::Module;

/// English.
pub(super) static MODULE: Module = Module {
    code: "en",
    name: "English",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    group: ',',
    decimal: '.',
};
