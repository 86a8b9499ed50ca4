//! The list of our files at the top of the output: whose site they are, and the bytes of each.
//!
//! An output may come from anywhere: a cloned branch, a backup, a shared host. So the list is read as claims, one by one.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

pub use crate::address::MANIFEST;
use crate::address::{OutputPath, Unfit};
use crate::state::is_site_id;

/// The newest form of the list. The first had paths alone.
const SCHEMA: u32 = 2;

/// The bytes of a file as they were written: how many, and the start of their BLAKE3 hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    hash: u128,
}

impl Stamp {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::new(bytes.len() as u64, &blake3::hash(bytes))
    }

    pub(super) fn new(size: u64, hash: &blake3::Hash) -> Self {
        let (start, _) = hash.as_bytes().split_at(16);
        Self { size, hash: start.iter().fold(0, |number, byte| number << 8 | u128::from(*byte)) }
    }

    /// The stamp of as many bytes of another hash.
    pub(super) fn with(self, hash: &blake3::Hash) -> Self {
        Self::new(self.size, hash)
    }

    /// The stamp of a file that is open.
    pub(super) fn of_file(file: &mut File) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        let size = io::copy(file, &mut hasher)?;
        Ok(Self::new(size, &hasher.finalize()))
    }

    fn parse(text: &str) -> Option<Self> {
        let (size, hash) = text.split_once('-')?;
        Some(Self { size: size.parse().ok()?, hash: u128::from_str_radix(hash, 16).ok()? })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:032x}", self.size, self.hash)
    }
}

/// What a file may hold when it is ours. Between the renames of a build it is the old or the new bytes; none when the
/// list is of the first form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Claim(Vec<Stamp>);

impl Claim {
    pub(super) fn is_exactly(&self, stamp: Stamp) -> bool {
        self.0 == [stamp]
    }

    fn add(&mut self, stamp: Stamp) {
        if !self.0.contains(&stamp) {
            self.0.push(stamp);
        }
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        other.0.iter().for_each(|stamp| self.add(*stamp));
    }

    /// The stamp of an open file, when it is one of the claim's.
    pub(super) fn borne_out(&self, file: &mut File) -> io::Result<Option<Stamp>> {
        let size = file.metadata()?.len();
        if !self.0.iter().any(|stamp| stamp.size == size) {
            return Ok(None);
        }
        let found = Stamp::of_file(file)?;
        Ok(self.0.contains(&found).then_some(found))
    }
}

impl From<Stamp> for Claim {
    fn from(stamp: Stamp) -> Self {
        Self(vec![stamp])
    }
}

impl Serialize for Claim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stamps: Vec<String> = self.0.iter().map(Stamp::to_string).collect();
        serializer.serialize_str(&stamps.join(" "))
    }
}

/// Whose site an output holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Owner {
    /// The id of the site, where it could be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// What the site is called, and where it is published.
    pub(super) name: String,
}

/// The list, each entry of which stands for itself.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) owner: Option<Owner>,
    pub(super) files: BTreeMap<OutputPath, Claim>,
    /// What does not fit, and why.
    pub(super) ignored: Vec<(String, Option<Unfit>)>,
}

#[derive(Deserialize)]
struct Written {
    schema: u32,
    #[serde(default)]
    site: Option<Owner>,
    files: Entries,
}

/// The entries of either form, as they are written.
struct Entries(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("paths")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut paths: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(path) = paths.next_element()? {
                    entries.push((path, String::new()));
                }
                Ok(Entries(entries))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut files: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = files.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl Manifest {
    /// Reads the list; `None` when it is none of ours.
    pub(super) fn read(mut file: impl Read) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let Some(written) = serde_json::from_slice::<Written>(&bytes).ok() else { return Ok(None) };
        if written.schema != 1 && written.schema != SCHEMA {
            return Ok(None);
        }
        let owner = written.site.map(|owner| Owner { id: owner.id.filter(|id| is_site_id(id)), ..owner });
        let mut manifest = Self { owner, ..Self::default() };
        for (path, stamps) in written.files.0 {
            let claim: Option<Vec<Stamp>> = stamps.split_whitespace().map(Stamp::parse).collect();
            match (OutputPath::new(&path), claim) {
                (Ok(path), Some(claim)) => {
                    manifest.files.insert(path, Claim(claim));
                }
                (Ok(_), None) => manifest.ignored.push((path, None)),
                (Err(unfit), _) => manifest.ignored.push((path, Some(unfit))),
            }
        }
        Ok(Some(manifest))
    }
}

/// The list as it is written.
pub(super) fn text(owner: &Owner, files: &BTreeMap<OutputPath, Claim>) -> io::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Writing<'m> {
        schema: u32,
        site: &'m Owner,
        files: BTreeMap<&'m str, &'m Claim>,
    }
    let files = files.iter().map(|(path, claim)| (&**path, claim)).collect();
    let mut text = serde_json::to_vec_pretty(&Writing { schema: SCHEMA, site: owner, files })?;
    text.push(b'\n');
    Ok(text)
}
