//! Welsh: a table, and nothing that runs.

use super::Module;

/// Welsh.
pub(super) static MODULE: Module = Module {
    code: "cy",
    name: "Cymraeg",
    months: [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ],
    group: ',',
    decimal: '.',
};
