//! How large a picture may be: `pictures: { megapixels: 120, memory: 512 }`.

use crate::fields::Reader;
use crate::yaml::Node;

/// What one picture may ask of the computer that builds the site, and of the phones that show it. A file of a few
/// kilobytes can hold more pixels than any memory does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pictures {
    /// Most pixels, in millions.
    pub megapixels: u32,
    /// Most memory for its file and its pixels, in megabytes.
    pub memory: u32,
}

impl Default for Pictures {
    /// Any phone's photograph fits.
    fn default() -> Self {
        Self { megapixels: 120, memory: 512 }
    }
}

impl Pictures {
    /// Most pixels.
    #[must_use]
    pub fn pixels(self) -> u64 {
        u64::from(self.megapixels) * 1_000_000
    }

    /// Most memory, in bytes.
    #[must_use]
    pub fn memory_in_bytes(self) -> u64 {
        u64::from(self.memory) * 1024 * 1024
    }
}

pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Pictures {
    let usual = Pictures::default();
    let Some(fields) = reader.map(node, "pictures", &["megapixels", "memory"]) else { return usual };
    let mut number = |name: &str, usual: u32| {
        let written = fields.get(name).and_then(|node| reader.integer(node, name, 1..100_001));
        written.and_then(|number| u32::try_from(number).ok()).unwrap_or(usual)
    };
    Pictures { megapixels: number("megapixels", usual.megapixels), memory: number("memory", usual.memory) }
}
