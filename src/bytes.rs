//! Looking for bytes in text that is mostly something else.

/// The first byte from `from` on that passes the test.
///
/// Sixteen bytes are tested in one step, so write the test without branches: `(b == b'-') | (b == b'/')`.
#[inline(always)]
pub(crate) fn position(bytes: &[u8], from: usize, test: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let has_none = |step: &[u8; 16]| step.iter().fold(0, |found, byte| found | u8::from(test(*byte))) == 0;
    let skipped = 16 * rest.as_chunks().0.iter().take_while(|step| has_none(step)).count();
    // What is left of most texts is less than a step; the last one may go over some bytes again.
    if rest.len() - skipped < 16 && rest.last_chunk().is_some_and(has_none) {
        return None;
    }
    rest[skipped..].iter().position(|byte| test(*byte)).map(|at| from + skipped + at)
}

/// The kinds of all bytes together: one bit for each kind that stands among them.
///
/// Sixteen bytes are looked at in one step, so write `kinds` without branches: `u8::from(b == b'-') * DASH`.
#[inline(always)]
pub(crate) fn union(bytes: &[u8], kinds: impl Fn(u8) -> u8) -> u8 {
    let all = |step: &[u8; 16]| step.iter().fold(0, |found, byte| found | kinds(*byte));
    let (steps, rest) = bytes.as_chunks();
    let found = steps.iter().fold(0, |found, step| found | all(step));
    let Some(first) = rest.first() else { return found };
    // The last step may go over some bytes again.
    let mut last = [*first; 16];
    match bytes.last_chunk() {
        Some(chunk) => last = *chunk,
        None => last[..rest.len()].copy_from_slice(rest),
    }
    found | all(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_of_all_bytes_are_found() {
        let kind = |b: u8| if b.is_ascii_digit() { 1 << (b - b'0') } else { 0 };
        for length in 0..50 {
            let mut bytes = vec![b'a'; length];
            assert_eq!(union(&bytes, kind), 0);
            for at in 0..length {
                bytes[at] = b'5';
                bytes[length - 1] = b'7';
                let plain = bytes.iter().fold(0, |all, byte| all | kind(*byte));
                assert_eq!(union(&bytes, kind), plain, "{bytes:?}");
                bytes[at] = b'a';
            }
        }
    }

    #[test]
    fn the_first_byte_is_found_wherever_it_stands() {
        for length in 0..50 {
            for at in 0..length {
                let mut bytes = vec![b'a'; length];
                bytes[at] = b'5';
                bytes[length - 1] = b'7';
                for from in 0..=length {
                    let plain = (from..length).find(|at| bytes[*at].is_ascii_digit());
                    assert_eq!(position(&bytes, from, |b| b.is_ascii_digit()), plain, "{bytes:?} from {from}");
                }
            }
        }
        assert_eq!(position(b"a", 2, |_| true), None);
    }
}
