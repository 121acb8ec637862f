use cloudflow_runtime::prelude::*;

#[derive(AvroRecord, Debug, Clone)]
pub struct Reading {
    pub sensor: String,
    pub celsius: f64,
}

/// Keeps the readings that are too hot.
#[streamlet]
pub fn too_hot(reading: Reading, #[config(default = 80.0)] limit: f64) -> Option<Reading> {
    (reading.celsius > limit).then_some(reading)
}

#[streamlet(outlets(valid, rejected))]
pub fn validate(metric: Reading) -> Result<Reading, Reading> {
    Ok(metric)
}

blueprint! {
    pub alerts {
        streamlets {
            ingress = HttpIngress<Reading>;
            filter  = too_hot { limit = 90.5 };
            check   = validate;
            log     = LogEgress<Reading>;
        }
        connections {
            ingress.out => filter.reading;
            filter.out  => check.metric;
            check.valid => log.in;
        }
        topics {
            check.rejected { name = "rejected" }
        }
    }
}
