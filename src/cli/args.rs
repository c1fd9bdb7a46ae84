//! The command line as it may be written: the one declaration from which help, completions and the manual page are made.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Environment;

/// Makes a searchable, accessible, bilingual site of a network's stories.
#[derive(Debug, Parser)]
#[command(name = "alongside", version, propagate_version = true)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command, written before or after it.
#[derive(Debug, Args)]
pub struct Global {
    /// The site's folder [default: the nearest folder upward that has a site.yaml]
    #[arg(long, global = true, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// The time that counts as now, such as 2026-02-03 or 2026-02-03T09:00 [default: the clock]
    #[arg(long, global = true, value_name = "TIME")]
    pub now: Option<String>,
    /// Whether to print in colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print how long each stage took, too
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// Whether output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site into a folder
    Build(Build),
    /// Show the site in a browser and follow every change
    Serve(Serve),
    /// Look for mistakes and publish nothing
    Check(Check),
    /// Begin a new page with its fields explained
    New(New),
    /// Begin a new site
    Init(Init),
    /// List what the site has
    List(List),
    /// Print the JSON Schema of a type's front matter or of site.yaml
    Schema(Schema),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// The output folder [default: public, in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The address at which this build will be seen
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// What the build is for [default: production; on Netlify, what CONTEXT says]
    #[arg(long, value_name = "NAME")]
    pub environment: Option<For>,
    /// Show drafts and pages dated in the future
    #[arg(long)]
    pub drafts: bool,
    /// Publish nothing while there is a warning
    #[arg(long)]
    pub strict: bool,
    /// Write the site in spite of errors, for whoever mends them; never for production
    #[arg(long, requires = "output", conflicts_with = "strict")]
    pub anyway: bool,
    /// Build into a folder with files that Alongside did not write, and keep them
    #[arg(long)]
    pub adopt: bool,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Plain,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: std::net::IpAddr,
    /// The port [default: 4321, or the next that is free]
    #[arg(long)]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Leave out drafts and pages dated in the future
    #[arg(long)]
    pub no_drafts: bool,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Look at drafts and pages dated in the future as a published site would show them
    #[arg(long)]
    pub drafts: bool,
    /// Ask other sites, too, whether the pages are there that this one links to
    #[arg(long)]
    pub external: bool,
}

/// `new`.
#[derive(Debug, Args)]
pub struct New {
    /// The type of page, such as story
    #[arg(value_name = "TYPE")]
    pub kind: String,
    /// The page's title
    pub title: String,
    /// The page's language [default: the site's first]
    #[arg(long)]
    pub lang: Option<String>,
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder, which must not be there or be empty
    pub dir: PathBuf,
    /// Add what Netlify needs to build the site
    #[arg(long)]
    pub netlify: bool,
}

/// `list`.
#[derive(Debug, Args)]
pub struct List {
    /// What to list
    pub what: Listed,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Plain,
}

/// `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// A type, or site for site.yaml
    #[arg(value_name = "TYPE|site", default_value = "site")]
    pub what: String,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Pages, with the languages each has
    Pages,
    /// Terms of taxonomies
    Terms,
    /// Types of page
    Types,
    /// The other files of `content/` and those of `static/`, and whether they are published
    Files,
}

/// A form for people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Plain {
    /// For people
    Human,
    /// One line of JSON for each
    Json,
}

/// A form for people or for one of several programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One line of JSON for each
    Json,
    /// Annotations of a GitHub workflow
    Github,
    /// SARIF 2.1.0
    Sarif,
}

/// What a build is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum For {
    /// What the public sees
    Production,
    /// A look before publication
    Preview,
    /// A look on your own machine
    Development,
}

impl From<For> for Environment {
    fn from(name: For) -> Self {
        match name {
            For::Production => Self::Production,
            For::Preview => Self::Preview,
            For::Development => Self::Development,
        }
    }
}
