//! Themes loaded from files, and the built-in one rendered on its sample.

use super::*;
use crate::render::sample::{self, KINDS};
use crate::render::{Renderer, check};

fn load(files: &[ThemeFile], name: &str, settings: &Value) -> Checked<Theme> {
    let languages: Vec<Arc<str>> = vec!["en".into(), "cy".into()];
    let code: (Arc<str>, Arc<[u8]>) = ("css/_code.css".into(), Arc::from(&b""[..]));
    Theme::load(
        files,
        &Options {
            name,
            languages: &languages,
            settings,
            base_path: "",
            extra_assets: &[code],
        },
    )
}

fn hearth() -> Renderer {
    let theme = load(&[], "hearth", &Value::Null);
    assert_eq!(theme.diagnostics, []);
    let renderer = Renderer::new(Arc::new(theme.value));
    assert_eq!(renderer.diagnostics, []);
    renderer.value
}

#[test]
fn hearth_renders_everything_in_both_languages() {
    let renderer = hearth();
    assert_eq!(check::check(&renderer), []);
    for kind in KINDS {
        for lang in ["en", "cy"] {
            let html = renderer
                .render(&sample::full(kind, lang))
                .expect("the sample renders");
            assert!(html.starts_with("<!doctype html>\n"), "{kind}");
            assert!(html.contains(&format!("<html lang=\"{lang}\" dir=\"ltr\">")));
        }
    }
}
