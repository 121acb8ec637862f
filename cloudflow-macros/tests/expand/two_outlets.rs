#[streamlet(outlets(valid, invalid))]
fn validate(metric: Metric) -> Result<Metric, InvalidMetric> {
    check(metric)
}
