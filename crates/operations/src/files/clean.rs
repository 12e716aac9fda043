//! Pictures without what they tell beside the picture: where and when it was taken, with what, by whom, and thumbnails of
//! what was cut away. Which side is up stays.

use super::{FileProblem, Kind};
use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;

/// Parts of a PNG that make the picture; all others are dropped.
const PNG_PARTS: [&[u8; 4]; 11] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"pHYs",
];
/// The tag of TIFF that says which side is up.
const ORIENTATION: u16 = 0x0112;

/// The content as it may be kept.
pub(super) fn clean(kind: Kind, content: Vec<u8>) -> Result<Vec<u8>, FileProblem> {
    match kind {
        Kind::Jpg => jpeg(content),
        Kind::Png => png(content),
        Kind::Pdf | Kind::Docx | Kind::Xlsx => Ok(content),
    }
}

fn jpeg(content: Vec<u8>) -> Result<Vec<u8>, FileProblem> {
    let mut picture = Jpeg::from_bytes(Bytes::from(content)).map_err(|_| FileProblem::Damaged)?;
    let up = picture.segments().iter().find_map(orientation);
    picture.segments_mut().retain(|segment| {
        let marker = segment.marker();
        let colours = marker == markers::APP2 && segment.contents().starts_with(b"ICC_PROFILE\0");
        let beside = (markers::APP0..=markers::APP15).contains(&marker) || marker == markers::COM;
        // APP14 says how the colours are to be read.
        !beside
            || colours
            || marker == markers::APP0 && segment.contents().starts_with(b"JFIF\0")
            || marker == markers::APP14
    });
    if let Some(up) = up {
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec();
        exif.extend(ORIENTATION.to_be_bytes());
        exif.extend([0, 3, 0, 0, 0, 1, 0, up, 0, 0, 0, 0, 0, 0]);
        picture
            .segments_mut()
            .insert(0, JpegSegment::new_with_contents(markers::APP1, Bytes::from(exif)));
    }
    let mut cleaned = Vec::new();
    picture.encoder().write_to(&mut cleaned).map_err(|_| FileProblem::Damaged)?;
    let end = end_of_jpeg(&cleaned).ok_or(FileProblem::Damaged)?;
    cleaned.truncate(end);
    Ok(cleaned)
}

/// Where a picture ends: what stands behind it is none of it.
fn end_of_jpeg(content: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        at += content.get(at..)?.iter().position(|byte| *byte == markers::P)? + 1;
        match *content.get(at)? {
            // Filling, a byte of the picture itself, or a mark for starting anew.
            0 | markers::P | markers::RST0..=markers::RST7 => {}
            markers::EOI => return Some(at + 1),
            _ => {
                let length = content.get(at + 1..at + 3)?.try_into().ok()?;
                at += 1 + usize::from(u16::from_be_bytes(length));
            }
        }
    }
}

/// Which side is up, as the camera wrote it: 2 to 8 where the picture lies otherwise than stored.
fn orientation(segment: &JpegSegment) -> Option<u8> {
    let tiff = segment
        .contents()
        .strip_prefix(b"Exif\0\0")
        .filter(|_| segment.marker() == markers::APP1)?;
    let big = match tiff.get(..4)? {
        b"MM\0\x2a" => true,
        b"II\x2a\0" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let four = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    };
    let table = usize::try_from(four(4)?).ok()?;
    let entries = usize::from(two(table)?);
    let entry = (0..entries)
        .filter_map(|entry| table.checked_add(2 + entry * 12))
        .find(|at| two(*at) == Some(ORIENTATION))?;
    let value = two(entry.checked_add(8)?)?;
    u8::try_from(value).ok().filter(|value| (2..=8).contains(value))
}

fn png(content: Vec<u8>) -> Result<Vec<u8>, FileProblem> {
    let mut picture = Png::from_bytes(Bytes::from(content)).map_err(|_| FileProblem::Damaged)?;
    picture.chunks_mut().retain(|part| PNG_PARTS.contains(&&part.kind()));
    let whole = |kind: &[u8; 4]| picture.chunks().iter().any(|part| part.kind() == *kind);
    if !(whole(b"IHDR") && whole(b"IDAT")) {
        return Err(FileProblem::Damaged);
    }
    let mut cleaned = Vec::new();
    picture.encoder().write_to(&mut cleaned).map_err(|_| FileProblem::Damaged)?;
    Ok(cleaned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with GPS in its EXIF, a comment, a side that is up, and something behind its end.
    fn photograph() -> Vec<u8> {
        let mut exif = b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0".to_vec();
        exif.extend(ORIENTATION.to_le_bytes());
        exif.extend([3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        exif.extend(b"\0\0\0\0GPS 31.23N 121.47E");
        let mut content = vec![0xff, 0xd8, 0xff, 0xe1];
        content.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        content.extend(exif);
        content.extend([0xff, 0xfe, 0, 8]);
        content.extend(b"secret");
        content.extend([0xff, 0xda, 0, 4, 1, 2, 0x11, 0x22, 0x33, 0xff, 0xd9]);
        content.extend(b"PK\x03\x04hidden behind the end");
        content
    }

    fn contains(content: &[u8], needle: &[u8]) -> bool {
        content.windows(needle.len()).any(|part| part == needle)
    }

    #[test]
    fn a_photograph_forgets_where_it_was_taken_and_keeps_its_side() {
        let cleaned = clean(Kind::Jpg, photograph()).unwrap();
        for trace in [&b"GPS"[..], b"secret", b"hidden"] {
            assert!(!contains(&cleaned, trace), "{}", String::from_utf8_lossy(trace));
        }
        let again = Jpeg::from_bytes(Bytes::from(cleaned)).unwrap();
        assert_eq!(again.segments().iter().find_map(orientation), Some(6));
    }

    #[test]
    fn a_picture_without_a_picture_is_damaged() {
        assert_eq!(clean(Kind::Png, b"\x89PNG\r\n\x1a\n".to_vec()), Err(FileProblem::Damaged));
        assert_eq!(
            clean(Kind::Png, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDRxx".to_vec()),
            Err(FileProblem::Damaged)
        );
        assert_eq!(clean(Kind::Jpg, b"\xff\xd8\xff".to_vec()), Err(FileProblem::Damaged));
    }
}
