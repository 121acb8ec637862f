//! Wind turbines report power, rotor speed and wind speed. Each report becomes three metrics; metrics
//! that cannot be right are set apart.

mod records;
mod streamlets;

use cloudflow_runtime::prelude::*;

pub use records::{InvalidMetric, Measurements, Metric, SensorData};
pub use streamlets::{to_metrics, validate};

blueprint! {
    /// Wind-turbine metrics, validated.
    pub sensor_data {
        streamlets {
            ingress  = HttpIngress<SensorData>;
            files    = FileIngress<SensorData> { file = "sensor-data.jsonl" };
            metrics  = to_metrics;
            validate = validate;
            valid    = FileEgress<Metric> { file = "valid-metrics.jsonl" };
            rejected = LogEgress<InvalidMetric> { prefix = "rejected: " };
        }
        connections {
            ingress.out      => metrics.data;
            files.out        => metrics.data;
            metrics.out      => validate.metric;
            validate.valid   => valid.in;
            validate.invalid => rejected.in;
        }
        topics {
            metrics.data     { name = "sensor-data", retention = "7 days" }
            metrics.out      { name = "metrics", partitions = 12 }
            validate.valid   { name = "valid-metrics", partitions = 12 }
            validate.invalid { name = "invalid-metrics" }
        }
    }
}
