use cloudflow_ui_tests::*;

#[streamlet]
fn keep(data: Metric, #[volume("/d")] models: PathBuf) {
    drop((data, models));
}

blueprint! {
    app {
        streamlets { a = source; b = convert; conversion_of_every_reading_of_every_turbine_into_metr = keep; }
        connections { a.out => b.data; b.out => conversion_of_every_reading_of_every_turbine_into_metr.data; }
    }
}

fn main() {}
