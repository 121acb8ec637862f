//! Prints reports as JSON lines: `cargo run -p sensor-data-flow --example generate -- 100000 > big.jsonl`.
//!
//! The first argument is how many, the second a seed; the same seed gives the same reports. Every
//! hundredth report has one negative value. What an application must make of them goes to stderr.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// How many turbines report.
const TURBINES: u64 = 50;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().map_or(Ok(1_000), |text| text.parse());
    let seed = arguments.next().map_or(Ok(1), |text| text.parse());
    let (Ok(count), Ok(seed)) = (count, seed) else {
        eprintln!("usage: generate [COUNT] [SEED], both whole numbers");
        return ExitCode::from(2);
    };
    match generate(count, seed, &mut BufWriter::new(io::stdout().lock())) {
        Ok(invalid) => {
            eprintln!("{count} reports: {} valid metrics, {invalid} invalid", count * 3 - invalid);
            ExitCode::SUCCESS
        }
        // Whoever read has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the reports and returns how many of their values are negative.
fn generate(count: u64, seed: u64, output: &mut dyn Write) -> io::Result<u64> {
    let mut random = seed;
    let mut invalid = 0;
    for number in 0..count {
        let turbine = number % TURBINES;
        let millisecond = 1_700_000_000_000 + number * 1_000 / TURBINES;
        let mut values = [3.0, 20.0, 25.0].map(|most| most * fraction(&mut random));
        if number % 100 == 99 {
            match number / 100 % 3 {
                0 => values[0] = -1.0,
                1 => values[1] = -1.0,
                _ => values[2] = -1.0,
            }
            invalid += 1;
        }
        let [power, rotor_speed, wind_speed] = values;
        writeln!(
            output,
            "{{\"device_id\":\"00000000-0000-4000-8000-{turbine:012}\",\"timestamp\":{millisecond},\
             \"measurements\":{{\"power\":{power:.3},\"rotor_speed\":{rotor_speed:.3},\
             \"wind_speed\":{wind_speed:.3}}}}}"
        )?;
    }
    output.flush()?;
    Ok(invalid)
}

/// The next number from 0 to 1 of `SplitMix64`, which needs no crate.
fn fraction(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let high = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or(u32::MAX);
    f64::from(high) / f64::from(u32::MAX)
}
