//! `explain`: what a rule means, and which rules there are.

use std::io::Write;

use cloudflow_model::explain;
use cloudflow_model::rules::TABLE;

use super::Failure;
use super::arguments::{ExplainArguments, Format};

pub(super) fn explain(arguments: &ExplainArguments, output: &mut dyn Write) -> Result<(), Failure> {
    if let Some(impossible) = arguments.rule.as_deref().and_then(explain::impossible) {
        match arguments.format {
            Format::Text => output.write_all(explain::text_of_impossible(impossible).as_bytes())?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut *output, impossible)?;
                writeln!(output)?;
            }
        }
        return Ok(());
    }
    let rule = match &arguments.rule {
        Some(wanted) => Some(explain::rule(wanted).map_err(Failure::Usage)?),
        None => None,
    };
    match (arguments.format, rule) {
        (Format::Text, Some(rule)) => output.write_all(explain::text(rule).as_bytes())?,
        (Format::Text, None) => output.write_all(explain::list().as_bytes())?,
        (Format::Json, Some(rule)) => {
            serde_json::to_writer_pretty(&mut *output, rule)?;
            writeln!(output)?;
        }
        (Format::Json, None) => {
            serde_json::to_writer_pretty(&mut *output, TABLE)?;
            writeln!(output)?;
        }
    }
    Ok(())
}
