//! What a validated field holds: typed, in order, without spans.
//!
//! A reference is still text here; which page it names is found when the site is assembled.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// The values of fields by name, in the order in which they were written.
pub type Values = IndexMap<Arc<str>, Value, FixedState>;

/// A field's value. The large kinds are boxed: a site has a million values, and few of them are large.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing was given.
    #[default]
    Null,
    /// A truth.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction; never NaN or infinite.
    Float(f64),
    /// Text of every kind: plain, Markdown source, an address, a path, a word of an enum, a reference as written.
    Text(Arc<str>),
    /// A day or a moment.
    Date(Box<Moment>),
    /// Several values.
    List(Vec<Value>),
    /// Named values, in order.
    Map(Box<Values>),
}

/// A day, or a moment of a day, as an author wrote it, and the instant it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The instant, in UTC: for a day without a time its first moment in the site's time zone.
    pub instant: jiff::Timestamp,
    /// The day in the site's time zone.
    pub day: jiff::civil::Date,
    /// The time of day there, when one was given.
    pub time: Option<jiff::civil::Time>,
    /// The offset from UTC that holds there, in seconds.
    pub offset: i32,
}

impl Value {
    /// The text, when it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The moment, when it is one.
    pub fn as_moment(&self) -> Option<Moment> {
        match self {
            Self::Date(moment) => Some(**moment),
            _ => None,
        }
    }

    /// The truth, when it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The values of a list; nothing for anything else.
    pub fn items(&self) -> &[Value] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The value under a name, when it is a map that has it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Map(entries) => entries.get(name),
            _ => None,
        }
    }

    /// Whether nothing was given: null, an empty text, list or map.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Date(_) => false,
        }
    }
}

impl From<Values> for Value {
    fn from(entries: Values) -> Self {
        Self::Map(Box::new(entries))
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Self::Date(Box::new(moment))
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Null => {}
            Self::Bool(truth) => truth.hash(state),
            Self::Int(number) => number.hash(state),
            Self::Float(number) => number.to_bits().hash(state),
            Self::Text(text) => text.hash(state),
            Self::Date(moment) => moment.hash(state),
            Self::List(items) => items.hash(state),
            Self::Map(entries) => {
                state.write_usize(entries.len());
                for entry in &**entries {
                    entry.hash(state);
                }
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(truth) => serializer.serialize_bool(*truth),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Float(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Date(moment) => serializer.collect_str(moment),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (name, value) in &**entries {
                    map.serialize_entry(&**name, value)?;
                }
                map.end()
            }
        }
    }
}

impl std::fmt::Display for Moment {
    /// `2026-02-03`, or `2026-02-03T09:00:00+00:00` when a time was given (RFC 3339).
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.time {
            None => write!(formatter, "{}", self.day),
            Some(_) => formatter.write_str(&self.rfc3339()),
        }
    }
}

impl Moment {
    /// The moment with its time and offset (RFC 3339): `2026-02-03T00:00:00+00:00`.
    pub fn rfc3339(&self) -> String {
        let (hour, minute, second) = self.time.map_or((0, 0, 0), |time| {
            (time.hour(), time.minute(), time.second())
        });
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs() / 60;
        format!(
            "{}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}",
            self.day,
            minutes / 60,
            minutes % 60
        )
    }
}
