//! A site's own theme: whatever its templates, style sheets and settings hold, it is loaded or its findings say why it is not.
//!
//! The input is files of the theme, each begun by a line `=== PATH`, as `assets/css/a.css`; one page is made with them.

use super::site;

/// Reads bytes as the files of a theme and builds a small site with it.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut whole = String::from("=== content/a.md\n---\ntitle: A\n---\nWords.\n");
    let mut is_begun = false;
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("=== ") {
            Some(path) => {
                is_begun = true;
                whole.push_str(&format!("=== themes/hearth/{}\n", path.trim()));
            }
            None if is_begun => whole.push_str(line),
            None => {}
        }
    }
    let (_, Some(output)) = site::built(&whole) else {
        return;
    };
    assert!(output.contains_key("a/index.html"), "the page is made");
    for (path, bytes) in &output {
        if !path.ends_with(".css") {
            continue;
        }
        let css = std::str::from_utf8(bytes).expect("a style sheet is text");
        let open = css.matches('{').count();
        // Signs in texts and comments count too, so that only a file without them is judged.
        if !css.contains(['"', '\'', '\\', '(']) && !css.contains("/*") {
            assert_eq!(open, css.matches('}').count(), "{path}: {css}");
        }
    }
}
