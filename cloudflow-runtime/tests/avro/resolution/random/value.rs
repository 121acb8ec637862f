//! Random values of a random schema, in the words of the reference.

use apache_avro::types::Value;
use cloudflow_model::Schema;

use super::choices::Choices;
use super::shape::Shape;

pub(super) fn of(shape: &Shape, choices: &mut Choices<'_>) -> Value {
    match shape {
        Shape::Plain(schema) => plain(schema, choices),
        Shape::Array(items) => {
            Value::Array((0..choices.below(4)).map(|_| of(items, choices)).collect())
        }
        Shape::Map(values) => {
            // One entry at most: the reference writes several in an order of its own.
            let entries = (0..choices.below(2)).map(|_| ("key".to_owned(), of(values, choices)));
            Value::Map(entries.collect())
        }
        Shape::Union(branches) => {
            let index = choices.below(branches.len());
            let branch = of(&branches[index], choices);
            Value::Union(u32::try_from(index).unwrap(), Box::new(branch))
        }
        Shape::Record(_, members) => {
            let fields = members.iter();
            Value::Record(
                fields.map(|member| (member.name.clone(), of(&member.shape, choices))).collect(),
            )
        }
        Shape::Enum(_, symbols, _) => {
            let index = choices.below(symbols.len());
            Value::Enum(u32::try_from(index).unwrap(), symbols[index].clone())
        }
        Shape::Fixed(_, size) => Value::Fixed(*size, (0..*size).map(|_| choices.byte()).collect()),
    }
}

fn plain(schema: &Schema<'_>, choices: &mut Choices<'_>) -> Value {
    let number = i64::from_le_bytes(std::array::from_fn(|_| choices.byte()));
    match schema {
        Schema::Boolean => Value::Boolean(number % 2 == 1),
        Schema::Int => Value::Int(i32::try_from(number >> 32).unwrap()),
        Schema::Long => Value::Long(number),
        Schema::Float => Value::Float(f32::from(i16::try_from(number >> 48).unwrap()) / 8.0),
        Schema::Double => Value::Double(f64::from(i32::try_from(number >> 32).unwrap()) / 8.0),
        // Text, since bytes may be read as a string.
        Schema::Bytes => Value::Bytes(number.to_string().into_bytes()),
        Schema::String => Value::String(format!("é{number}")),
        _ => Value::Null,
    }
}
