//! Text encodings: UTF-8 with or without mark, UTF-16, and GB18030 as Chinese spreadsheets write it.

use super::unreadable;
use crate::input_error::{InputError, Place};
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, BufRead, BufReader, Read};

/// How much of the head decides between UTF-8 and GB18030.
const SAMPLE: usize = 1 << 16;

/// Bytes decoded to UTF-8 on the way.
pub(super) struct DecodeReader<R> {
    inner: BufReader<R>,
    decoder: Decoder,
    pending: Vec<u8>,
    taken: usize,
    finished: bool,
    /// A byte sequence that the encoding does not know was met.
    malformed: bool,
}

impl<R: Read> Read for DecodeReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.pending.len() && !self.finished {
            self.decode_more()?;
        }
        let ready = self.pending.get(self.taken..).unwrap_or_default();
        let count = ready.len().min(out.len());
        if let (Some(target), Some(source)) = (out.get_mut(..count), ready.get(..count)) {
            target.copy_from_slice(source);
        }
        self.taken += count;
        Ok(count)
    }
}

impl<R: Read> DecodeReader<R> {
    fn decode_more(&mut self) -> io::Result<()> {
        self.pending.clear();
        self.taken = 0;
        let input = self.inner.fill_buf()?;
        let last = input.is_empty();
        let room = self.decoder.max_utf8_buffer_length(input.len()).unwrap_or(SAMPLE);
        self.pending.resize(room.max(16), 0);
        let (result, read, written, malformed) =
            self.decoder.decode_to_utf8(input, &mut self.pending, last);
        self.inner.consume(read);
        self.pending.truncate(written);
        self.malformed |= malformed;
        self.finished = last && result == CoderResult::InputEmpty;
        if self.malformed {
            let name = self.decoder.encoding().name();
            let message = format!("bytes that are not {name}: say the right `encoding`");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(())
    }
}

/// Wraps a reader so that it yields UTF-8; finds the encoding out when it is not said.
pub(super) fn decoder<'a>(
    mut reader: BufReader<Box<dyn Read + Send + 'a>>,
    encoding: Option<&str>,
) -> Result<BufReader<Box<dyn Read + Send + 'a>>, InputError> {
    let encoding = match encoding.filter(|name| !name.eq_ignore_ascii_case("auto")) {
        Some(name) => Encoding::for_label(name.as_bytes()).ok_or_else(|| {
            let message = format!("`{name}` is no known text encoding");
            InputError::at(Place::default(), message)
        })?,
        None => guess(reader.fill_buf().map_err(|error| unreadable(&error))?),
    };
    if encoding == UTF_8 {
        let mark = reader.fill_buf().map_err(|error| unreadable(&error))?;
        let skip = mark.len() - without_mark(mark).len();
        reader.consume(skip);
        return Ok(reader);
    }
    let decoded = DecodeReader {
        inner: reader,
        decoder: encoding.new_decoder(),
        pending: Vec::new(),
        taken: 0,
        finished: false,
        malformed: false,
    };
    Ok(BufReader::with_capacity(SAMPLE, Box::new(decoded)))
}

/// The encoding that the first bytes speak for.
fn guess(head: &[u8]) -> &'static Encoding {
    match head {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        [0xef, 0xbb, 0xbf, ..] => UTF_8,
        _ => match std::str::from_utf8(head) {
            Ok(_) => UTF_8,
            // A character cut off at the end of the sample is no evidence against UTF-8.
            Err(error) if error.error_len().is_none() => UTF_8,
            Err(_) => GB18030,
        },
    }
}

pub(super) fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff])
}

/// The text without a UTF-8 byte order mark.
pub(super) fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(head)
}

/// The encoding that an XML declaration names.
pub(super) fn declared_in_xml(head: &[u8]) -> Option<String> {
    let line = head.split(|byte| *byte == b'>').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let (_, after) = line.split_once("encoding=")?;
    let quote = after.chars().next()?;
    after.get(1..)?.split(quote).next().map(str::to_owned)
}
