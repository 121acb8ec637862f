//! What happens between the topics.

use cloudflow_runtime::prelude::*;

use crate::{InvalidMetric, Metric, SensorData};

/// Splits a report into its three metrics.
#[streamlet]
#[outlet(key = |metric| metric.device_id)]
pub fn to_metrics(data: SensorData) -> [Metric; 3] {
    let SensorData { device_id, timestamp, measurements } = data;
    [
        ("power", measurements.power),
        ("rotor_speed", measurements.rotor_speed),
        ("wind_speed", measurements.wind_speed),
    ]
    .map(|(name, value)| Metric { device_id, timestamp, name: name.to_owned(), value })
}

/// Tells metrics that can be right from those that cannot.
#[streamlet(outlets(valid, invalid))]
#[outlet(valid, key = |metric| metric.device_id)]
#[outlet(invalid, key = |invalid| invalid.metric.device_id)]
pub fn validate(metric: Metric) -> Result<Metric, InvalidMetric> {
    if metric.value >= 0.0 {
        Ok(metric)
    } else {
        let error = format!("{} must not be negative", metric.name);
        Err(InvalidMetric { metric, error })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Measurements;

    fn report(power: f64) -> SensorData {
        SensorData {
            device_id: Uuid::nil(),
            timestamp: Timestamp::from_millisecond(0),
            measurements: Measurements { power, rotor_speed: 10.5, wind_speed: 0.0 },
        }
    }

    #[test]
    fn a_streamlet_is_a_function() {
        let metrics = to_metrics(report(-1.0));
        let rejected: Vec<_> =
            metrics.into_iter().filter_map(|metric| validate(metric).err()).collect();
        assert_eq!(rejected.len(), 1);
        assert_eq!(rejected[0].error, "power must not be negative");
    }
}
