//! `alongside schema`: JSON Schema, for editors that check YAML as it is written.

use std::sync::Arc;

use crate::config::declared::site_fields;
use crate::diagnostic::suggest::did_you_mean;
use crate::read;
use crate::schema::declared::builtin;
use crate::schema::{TypeDecl, json_schema};

use super::args::{self, Global};
use super::outcome::{Failure, Outcome};
use super::situation;
use super::terminal::Terminal;

/// Prints the schema of `site.yaml` or of a type's front matter: the site's own types where there is a site, else the built-in.
pub(super) fn run(
    global: &Global,
    arguments: &args::Schema,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let schema = if arguments.what == "site" {
        json_schema::of_site(site_fields())
    } else {
        let types = types(global)?;
        let decl = types.iter().find(|decl| *decl.name == *arguments.what);
        let decl = decl.ok_or_else(|| {
            let known = || types.iter().map(|decl| &*decl.name).chain(["site"]);
            let help = did_you_mean(&arguments.what, known()).unwrap_or_else(|| {
                format!("name one of {}", known().collect::<Vec<_>>().join(", "))
            });
            Failure::Usage(format!("there is no type `{}`: {help}", arguments.what))
        })?;
        json_schema::of_type(decl)
    };
    terminal.print(&format!("{schema:#}\n"));
    Ok(Outcome::Done)
}

fn types(global: &Global) -> Result<Vec<Arc<TypeDecl>>, Failure> {
    match situation::site(global) {
        Ok(site) => {
            let files = read::read(&site, Some(&site.join("public")))?.value;
            Ok(situation::config(&files).types.into_values().collect())
        }
        Err(failure) if global.site.is_some() => Err(failure),
        Err(_) => Ok(builtin().types.values().cloned().map(Arc::new).collect()),
    }
}
