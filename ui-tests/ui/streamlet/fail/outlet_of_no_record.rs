use cloudflow_ui_tests::*;

#[streamlet]
async fn fill(#[outlet(key = |text| text.len() as i64)] out: Outlet<String>) -> StreamletResult {
    drop(out);
    Ok(())
}

fn main() {}
