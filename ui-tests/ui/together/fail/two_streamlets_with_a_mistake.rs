use cloudflow_ui_tests::*;

#[streamlet]
fn by_reference(data: &Reading) -> Metric {
    Metric { device_id: data.device.len() as i64 }
}

#[streamlet(outlets(valid))]
fn check(metric: Metric) -> Result<Metric, Rejected> {
    Ok(metric)
}

blueprint! {
    app {
        streamlets { a = source; b = by_reference; d = check; log = sink; }
        connections { a.out => b.data; b.out => d.metric; d.valid => log.in; }
    }
}

fn main() {}
