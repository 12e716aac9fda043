//! What a column holds: the four kinds that mean the same in both databases.

use crate::connection::StoreError;

/// The kind of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `integer` / `bigint`.
    Integer,
    /// `text`.
    Text,
    /// `blob` / `bytea`.
    Bytes,
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number: counts, milliseconds, days, fen.
    Integer(i64),
    /// Text.
    Text(Box<str>),
    /// Bytes.
    Bytes(Box<[u8]>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into_boxed_str())
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row as it was read, taken apart from the left.
#[derive(Debug, Clone)]
pub struct Row {
    values: std::vec::IntoIter<Value>,
}

impl Row {
    /// A row of these values.
    #[must_use]
    pub fn new(values: Vec<Value>) -> Self {
        Self { values: values.into_iter() }
    }

    /// The next column, a number.
    ///
    /// # Errors
    /// It is something else.
    pub fn integer(&mut self) -> Result<i64, StoreError> {
        self.optional_integer()?.ok_or_else(|| StoreError::unexpected("a number is missing"))
    }

    /// The next column, a number or nothing.
    ///
    /// # Errors
    /// It is something else.
    pub fn optional_integer(&mut self) -> Result<Option<i64>, StoreError> {
        match self.values.next() {
            Some(Value::Integer(number)) => Ok(Some(number)),
            Some(Value::Null) => Ok(None),
            other => Err(StoreError::unexpected(format!("a number was expected, not {other:?}"))),
        }
    }

    /// The next column, a small number such as a level or a count in a case.
    ///
    /// # Errors
    /// It is something else or too large.
    pub fn count(&mut self) -> Result<u32, StoreError> {
        let number = self.integer()?;
        u32::try_from(number).map_err(|_| StoreError::unexpected(format!("{number} is no count")))
    }

    /// The next column, text.
    ///
    /// # Errors
    /// It is something else.
    pub fn text(&mut self) -> Result<Box<str>, StoreError> {
        self.optional_text()?.ok_or_else(|| StoreError::unexpected("a text is missing"))
    }

    /// The next column, text or nothing.
    ///
    /// # Errors
    /// It is something else.
    pub fn optional_text(&mut self) -> Result<Option<Box<str>>, StoreError> {
        match self.values.next() {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            other => Err(StoreError::unexpected(format!("a text was expected, not {other:?}"))),
        }
    }

    /// The next column, bytes.
    ///
    /// # Errors
    /// It is something else.
    pub fn bytes(&mut self) -> Result<Box<[u8]>, StoreError> {
        match self.values.next() {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            other => Err(StoreError::unexpected(format!("bytes were expected, not {other:?}"))),
        }
    }

    /// The next column, exactly so many bytes.
    ///
    /// # Errors
    /// It is something else or of another length.
    pub fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], StoreError> {
        let bytes = self.bytes()?;
        <[u8; LENGTH]>::try_from(&*bytes)
            .map_err(|_| StoreError::unexpected(format!("{} bytes, not {LENGTH}", bytes.len())))
    }
}
