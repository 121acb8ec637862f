/// Asks a service about each metric.
#[streamlet(concurrency = 32, order = key)]
async fn ask(metric: Metric, #[config] url: String) -> Result<Metric, Broken> {
    Ok(metric)
}
