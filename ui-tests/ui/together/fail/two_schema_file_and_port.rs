use cloudflow_ui_tests::{HttpIngress, Metric, avro_schema, blueprint, convert, sink, source, streamlet};

avro_schema!("./../../schema/fail/unknown_type.avsc");

#[streamlet]
fn count(_data: Reading) -> Metric {
    Metric { device_id: 1 }
}

blueprint! {
    app {
        streamlets { a = HttpIngress<Reading>; s = source; b = convert; n = count; log = sink; }
        connections { a.out => n.data; n.out => log.in; s.out => b.data; b.uot => log.in; }
    }
}

fn main() {}
