//! Schema resolution: the verdict of the compiler, and what the decoder makes of it.

mod case;
mod decimals;
mod foreign;
mod hostile;
mod random;
mod table_of_branches;
mod table_of_names;
mod table_of_parts;
mod table_of_values;
mod table_runs;
mod union_defaults;
mod unions;
mod verdicts;
mod versions;
