//! The `citation_*` tags of an evaluation's page, by which Google Scholar and reference managers read it.
//!
//! They belong on reports and briefings alone: Scholar does not want news, stories or reflections.

/// A report. Addresses are whole and encoded.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The title.
    pub title: String,
    /// The authors' names in the order of the report; an organisation may be one.
    pub authors: Vec<String>,
    /// The day of publication (ISO 8601; a year or a month may stand alone).
    pub date: String,
    /// The report as a PDF.
    pub pdf_url: Option<String>,
    /// Who published it.
    pub institution: Option<String>,
    /// Its number in a series.
    pub number: Option<String>,
    /// Its DOI, without `https://doi.org/`.
    pub doi: Option<String>,
    /// Its language.
    pub lang: String,
    /// Its subjects.
    pub keywords: Vec<String>,
}

/// The tags in order, for `<meta name content>`: names and contents.
pub fn citation_tags(report: &Report) -> Vec<(&'static str, String)> {
    let mut tags = vec![("citation_title", report.title.clone())];
    for author in &report.authors {
        tags.push(("citation_author", author.clone()));
    }
    let day = report.date.split(['T', ' ']).next().unwrap_or_default();
    tags.push(("citation_publication_date", day.replace('-', "/")));
    let mut maybe = |name, content: &Option<String>| {
        if let Some(content) = content {
            tags.push((name, content.clone()));
        }
    };
    maybe("citation_pdf_url", &report.pdf_url);
    maybe("citation_technical_report_institution", &report.institution);
    maybe("citation_technical_report_number", &report.number);
    maybe("citation_doi", &report.doi);
    tags.push(("citation_language", report.lang.clone()));
    if !report.keywords.is_empty() {
        tags.push(("citation_keywords", report.keywords.join("; ")));
    }
    tags.retain(|(_, content)| !content.trim().is_empty());
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_author_has_a_tag_and_nothing_empty_is_said() {
        let report = Report {
            title: "Time to listen".into(),
            authors: vec!["Mair Puw".into(), "Hearth and Lane Network".into()],
            date: "2026-02-03T09:00:00Z".into(),
            doi: Some("10.5555/hl.3".into()),
            number: Some(String::new()),
            lang: "en".into(),
            keywords: vec!["Trust".into(), "Time".into()],
            ..Report::default()
        };
        let expected = [
            ("citation_title", "Time to listen"),
            ("citation_author", "Mair Puw"),
            ("citation_author", "Hearth and Lane Network"),
            ("citation_publication_date", "2026/02/03"),
            ("citation_doi", "10.5555/hl.3"),
            ("citation_language", "en"),
            ("citation_keywords", "Trust; Time"),
        ];
        assert_eq!(
            citation_tags(&report),
            expected.map(|(name, content)| (name, content.to_owned()))
        );
    }
}
