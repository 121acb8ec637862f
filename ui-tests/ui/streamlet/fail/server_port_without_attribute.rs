use cloudflow_ui_tests::*;

#[streamlet]
async fn serve(out: Outlet<Reading>, listener: TcpListener) -> StreamletResult {
    drop((out, listener));
    Ok(())
}

fn main() {}
