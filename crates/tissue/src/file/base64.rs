//! Base64 as VTK writes it: several encodings, each with its padding, one after another.

use data_encoding::BASE64;

/// The first `needed` bytes or more of `text`, or all there is.
pub(super) fn decode(text: &[u8], needed: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while bytes.len() < needed && !rest.is_empty() {
        let missing = (needed - bytes.len()).div_ceil(3).saturating_mul(4);
        let window = &rest[..missing.min(rest.len())];
        // An encoding ends with the group of four that holds its padding.
        let padding = window.iter().position(|&byte| byte == b'=');
        let run = padding.map_or(window.len(), |at| (at / 4 * 4 + 4).min(window.len()));
        bytes.extend(BASE64.decode(&window[..run]).ok()?);
        rest = &rest[run..];
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings_one_after_another_are_joined() {
        assert_eq!(decode(b"QQ==QkM=REVG", 6).as_deref(), Some(&b"ABCDEF"[..]));
    }

    #[test]
    fn what_is_not_needed_is_not_read() {
        assert_eq!(decode(b"QUJD!!!!", 3).as_deref(), Some(&b"ABC"[..]));
        assert_eq!(decode(b"QUJD!!!!", 4), None);
    }
}
