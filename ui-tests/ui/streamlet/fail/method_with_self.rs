use cloudflow_ui_tests::*;

struct Converter;

impl Converter {
    #[streamlet]
    fn convert(&self, data: Reading) -> Metric {
        Metric { device_id: 1 }
    }
}

fn main() {}
