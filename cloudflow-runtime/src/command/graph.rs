//! `graph`: draws the blueprint.

use std::io::Write;

use cloudflow_model::Blueprint;

use super::Failure;
use super::arguments::{GraphArguments, GraphFormat};
use crate::draw;

pub(super) fn graph(
    blueprint: &Blueprint<'_>,
    arguments: &GraphArguments,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let picture = match arguments.format {
        GraphFormat::Ascii => draw::ascii(blueprint),
        GraphFormat::Mermaid => draw::mermaid(blueprint),
        GraphFormat::Dot => draw::dot(blueprint),
    };
    output.write_all(picture.as_bytes())?;
    Ok(())
}
