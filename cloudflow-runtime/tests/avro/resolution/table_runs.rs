//! The table as it runs: each pair that is read has a plan, and the plan makes a value of the reader of
//! every kind of value of the writer; each pair that is not has none.

use cloudflow_model::Schema;
use cloudflow_runtime::avro::{AvroType, Program, write_bytes, write_long};

use super::verdicts::table;

/// How many different values are made of a schema; more than a union in the table has branches.
const VALUES: usize = 6;

/// How many records a value has in each other.
const DEPTH: usize = 4;

/// Appends the value number `choice` of a schema.
fn value(
    schema: &Schema<'_>,
    whole: &Schema<'_>,
    choice: usize,
    depth: usize,
    buffer: &mut Vec<u8>,
) -> Option<()> {
    let text = format!("{choice}");
    let small = i64::try_from(choice).ok()? - 2;
    match schema {
        Schema::Boolean => (choice % 2 == 1).encode(buffer),
        Schema::Int | Schema::Long => write_long(small, buffer),
        Schema::Float => f32::from(u8::try_from(choice).ok()?).encode(buffer),
        Schema::Double => f64::from(u8::try_from(choice).ok()?).encode(buffer),
        // Bytes may be read as text.
        Schema::Bytes | Schema::String => write_bytes(text.as_bytes(), buffer),
        Schema::Fixed(fixed) => buffer.extend(std::iter::repeat_n(0x01, fixed.size)),
        Schema::Enum(enumeration) => {
            write_long(i64::try_from(choice % enumeration.symbols.len()).ok()?, buffer);
        }
        Schema::Logical(_, underlying) => return value(underlying, whole, choice, depth, buffer),
        Schema::Array(items) => {
            let mut item = Vec::new();
            if value(items, whole, choice, depth, &mut item).is_some() {
                write_long(2, buffer);
                buffer.extend(item.iter().chain(&item));
            }
            write_long(0, buffer);
        }
        Schema::Map(values) => {
            let mut item = Vec::new();
            if value(values, whole, choice, depth, &mut item).is_some() {
                write_long(1, buffer);
                write_bytes(text.as_bytes(), buffer);
                buffer.extend(item);
            }
            write_long(0, buffer);
        }
        Schema::Union(branches) => {
            let start = buffer.len();
            // Where a branch has no end, another has.
            for at in 0..branches.len() {
                let index = (choice + at) % branches.len();
                write_long(i64::try_from(index).ok()?, buffer);
                if value(branches[index], whole, choice, depth, buffer).is_some() {
                    return Some(());
                }
                buffer.truncate(start);
            }
            return None;
        }
        Schema::Record(record) => {
            let depth = depth.checked_sub(1)?;
            for field in record.fields {
                value(field.schema, whole, choice, depth, buffer)?;
            }
        }
        Schema::Reference(name) => {
            return value(&whole.definition(name)?, whole, choice, depth, buffer);
        }
        _ => {}
    }
    Some(())
}

#[test]
fn what_compiles_also_runs() {
    let mut count = 0;
    for case in table() {
        let program = Program::new(case.writer, case.reader);
        assert_eq!(program.is_ok(), case.reads, "{}", case.name);
        let Ok(program) = program else { continue };
        let own = Program::new(case.reader, case.reader).unwrap();
        for choice in 0..VALUES {
            let (mut written, mut read, mut again) = (Vec::new(), Vec::new(), Vec::new());
            if value(case.writer, case.writer, choice, DEPTH, &mut written).is_none() {
                continue;
            }
            let name = case.name;
            program.rewrite(&written, &mut read).unwrap_or_else(|error| panic!("{name}: {error}"));
            // It is a value of the reader, from the first byte to the last.
            own.rewrite(&read, &mut again).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(read, again, "{name}");
            count += 1;
        }
    }
    assert!(count > 800, "{count}");
}
