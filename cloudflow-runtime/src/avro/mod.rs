//! Avro: schemas as constants, and the binary encoding without an intermediate value.
