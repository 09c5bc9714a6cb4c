//! A column of Arrow in, the content of its rows out: bytes or text, whatever the layout.

use arrow_array::{
    Array, ArrayRef, StringArray,
    cast::AsArray,
    types::{BinaryViewType, GenericBinaryType, GenericStringType, StringViewType},
};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field};

/// What entries are called that have no name, as standard input is on the command line.
const NAMELESS: &str = "-";

/// A column of bytes or of text.
pub(crate) enum Column {
    Binary(arrow_array::BinaryArray),
    LargeBinary(arrow_array::LargeBinaryArray),
    BinaryView(arrow_array::BinaryViewArray),
    Utf8(arrow_array::StringArray),
    LargeUtf8(arrow_array::LargeStringArray),
    Utf8View(arrow_array::StringViewArray),
}

/// The content of a row.
pub(crate) enum Cell<'a> {
    Null,
    Bytes(&'a [u8]),
    Text(&'a str),
}

/// Names of rows.
pub(crate) struct Names(Option<StringArray>);

/// What the values of this type are kept as here; `None` if they are neither bytes nor text.
fn layout(kind: &DataType) -> Option<DataType> {
    match kind {
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View => Some(kind.clone()),
        DataType::FixedSizeBinary(_) => Some(DataType::LargeBinary),
        DataType::Dictionary(_, value) => layout(value),
        _ => None,
    }
}

impl Column {
    /// A message if such a field is neither bytes nor text.
    pub(crate) fn check(field: &Field) -> Result<(), String> {
        match layout(field.data_type()) {
            Some(_) => Ok(()),
            None => Err(format!(
                "the column `{}` holds {}, which is neither bytes nor text",
                field.name(),
                field.data_type()
            )),
        }
    }

    pub(crate) fn of(array: &ArrayRef) -> Result<Self, ArrowError> {
        let kind = layout(array.data_type()).ok_or_else(|| {
            ArrowError::SchemaError(format!("{} is no content", array.data_type()))
        })?;
        let array = cast(array, &kind)?;
        Ok(match kind {
            DataType::Binary => Self::Binary(array.as_bytes::<GenericBinaryType<i32>>().clone()),
            DataType::BinaryView => {
                Self::BinaryView(array.as_byte_view::<BinaryViewType>().clone())
            }
            DataType::Utf8 => Self::Utf8(array.as_bytes::<GenericStringType<i32>>().clone()),
            DataType::LargeUtf8 => {
                Self::LargeUtf8(array.as_bytes::<GenericStringType<i64>>().clone())
            }
            DataType::Utf8View => Self::Utf8View(array.as_byte_view::<StringViewType>().clone()),
            _ => Self::LargeBinary(array.as_bytes::<GenericBinaryType<i64>>().clone()),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.array().len()
    }

    pub(crate) fn get(&self, row: usize) -> Cell<'_> {
        if self.array().is_null(row) {
            return Cell::Null;
        }
        match self {
            Self::Binary(array) => Cell::Bytes(array.value(row)),
            Self::LargeBinary(array) => Cell::Bytes(array.value(row)),
            Self::BinaryView(array) => Cell::Bytes(array.value(row)),
            Self::Utf8(array) => Cell::Text(array.value(row)),
            Self::LargeUtf8(array) => Cell::Text(array.value(row)),
            Self::Utf8View(array) => Cell::Text(array.value(row)),
        }
    }

    fn array(&self) -> &dyn Array {
        match self {
            Self::Binary(array) => array,
            Self::LargeBinary(array) => array,
            Self::BinaryView(array) => array,
            Self::Utf8(array) => array,
            Self::LargeUtf8(array) => array,
            Self::Utf8View(array) => array,
        }
    }
}

impl Names {
    /// The names in a column of any type that can be written as text.
    pub(crate) fn of(array: Option<&ArrayRef>) -> Result<Self, ArrowError> {
        let Some(array) = array else {
            return Ok(Self(None));
        };
        let text = cast(array, &DataType::Utf8)?;
        Ok(Self(Some(text.as_string().clone())))
    }

    pub(crate) fn get(&self, row: usize) -> &str {
        match &self.0 {
            Some(names) if names.is_valid(row) => names.value(row),
            _ => NAMELESS,
        }
    }
}
