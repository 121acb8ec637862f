use cloudflow_ui_tests::*;

#[streamlet]
async fn copy(data: Inlet<Metric>, #[outlet(data)] out: Outlet<Metric>) -> StreamletResult {
    data.forward(out).await
}

fn main() {}
