//! The files of `data/` as values that templates may read: YAML, JSON (which is YAML too) and CSV.
//!
//! `data/partners.yaml` is `site.data.partners`, `data/survey/2025.csv` is `site.data.survey["2025"]`. Nothing declares
//! what such a file holds, so plain texts that look like numbers or truths are taken as such, and CSV is all text.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::path::SitePath;
use crate::schema::validate::{Context, FieldCodes, validate_value};
use crate::schema::{Field, Kind, Value, Values};
use crate::source::{SourceFile, Span};
use crate::yaml::{self, Budget};

/// The data of a site: a map by folder and name, without extension.
pub fn read(files: &[SourceFile]) -> Checked<Value> {
    let mut found = Vec::new();
    let mut named: BTreeMap<&str, &SitePath> = BTreeMap::new();
    let mut all = Values::default();
    for file in files {
        let below = file
            .path
            .as_str()
            .strip_prefix("data/")
            .unwrap_or(file.path.as_str());
        let (name, extension) = below.rsplit_once('.').unwrap_or((below, ""));
        if let Some(first) = named.insert(name, &file.path) {
            found.push(
                Diagnostic::new(
                    &codes::DATA_SAME_NAME,
                    Place::file(&file.path),
                    format!(
                        "templates would know this file as `{name}`, and another file has that name"
                    ),
                )
                .help("give one of the two another name")
                .related(Place::file(first), "the other file"),
            );
            continue;
        }
        let value = match extension {
            "csv" => table(file, &mut found),
            _ => tree(file, &mut found),
        };
        put(&mut all, name, value);
    }
    Checked::new(Value::from(all), found)
}

/// Puts a value where its folders and name say.
fn put(map: &mut Values, name: &str, value: Value) {
    match name.split_once('/') {
        None => {
            map.insert(name.into(), value);
        }
        Some((folder, rest)) => {
            let inner = map
                .entry(folder.into())
                .or_insert_with(|| Value::Map(Default::default()));
            if let Value::Map(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// A YAML or JSON file.
fn tree(file: &SourceFile, found: &mut Vec<Diagnostic>) -> Value {
    let text = file.text.get();
    let parsed = yaml::parse(&text, 0, Budget::for_data(text.len()));
    let node = parsed.report(&file.path, found);
    let context = Context {
        file: &file.path,
        timezone: &jiff::tz::TimeZone::UTC,
        owner: "a data file",
        codes: &FieldCodes::FRONT_MATTER,
    };
    node.and_then(|node| validate_value("data", &Field::of(Kind::Any), &node, context, found))
        .unwrap_or_default()
}

/// A CSV file: its first line names the columns, every other line is a map.
fn table(file: &SourceFile, found: &mut Vec<Diagnostic>) -> Value {
    let text = file.text.get();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns: Vec<Arc<str>> = match reader.headers() {
        Ok(columns) => columns.iter().map(|column| column.trim().into()).collect(),
        Err(_) => return Value::Null,
    };
    let mut rows = Vec::new();
    for row in reader.records() {
        match row {
            Ok(row) => {
                let cells = row.iter().map(|cell| Value::Text(cell.into()));
                rows.push(Value::from(
                    columns.iter().cloned().zip(cells).collect::<Values>(),
                ));
            }
            Err(error) => {
                let start = error
                    .position()
                    .map_or(0, |position| position.byte() as usize);
                let rest = &text[start.min(text.len())..];
                let length = rest.find(['\r', '\n']).unwrap_or(rest.len());
                found.push(
                    Diagnostic::new(
                        &codes::DATA_UNEVEN_ROW,
                        Place::at(&file.path, Span::new(start, start + length)),
                        format!("this line has another number of cells than the {} of the first line", columns.len()),
                    )
                    .help("part cells with one comma each, and put quotes round a text that holds a comma"),
                );
            }
        }
    }
    Value::List(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_files(files: &[(&str, &str)]) -> Checked<Value> {
        let files: Vec<SourceFile> = files
            .iter()
            .map(|(path, text)| SourceFile::new(SitePath::new(*path), *text))
            .collect();
        read(&files)
    }

    #[test]
    fn yaml_json_and_csv_become_values_by_folder_and_name() {
        let read = read_files(&[
            ("data/partners.yaml", "- {name: Tŷ Bach, since: 2024}\n"),
            ("data/survey/2025.csv", "area,people\nWestmarsh,\"1,200\"\n"),
            ("data/survey/notes.json", "{\"open\": true, \"mean\": 1.5}"),
        ]);
        assert_eq!(read.diagnostics, []);
        assert_eq!(
            serde_json::to_value(&read.value).expect("values serialise"),
            serde_json::json!({
                "partners": [{"name": "Tŷ Bach", "since": 2024}],
                "survey": {"2025": [{"area": "Westmarsh", "people": "1,200"}], "notes": {"open": true, "mean": 1.5}},
            })
        );
    }

    #[test]
    fn an_uneven_row_and_a_second_name_are_told_at_their_place() {
        let read = read_files(&[
            ("data/a.csv", "x,y\n1,2\n3\n4,5\n"),
            ("data/a.yaml", "x: 1\n"),
        ]);
        let told: Vec<_> = read
            .diagnostics
            .iter()
            .map(|found| (found.code.name, found.place.file.as_str(), found.place.span))
            .collect();
        assert_eq!(
            told,
            [
                ("data/uneven-row", "data/a.csv", Some(Span::new(8, 9))),
                ("data/same-name", "data/a.yaml", None),
            ]
        );
    }
}
