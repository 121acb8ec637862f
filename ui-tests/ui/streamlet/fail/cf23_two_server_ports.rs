use cloudflow_ui_tests::*;

#[streamlet]
async fn serve(
    #[server] queries: TcpListener,
    #[server] uploads: TcpListener,
    out: Outlet<Reading>,
) -> StreamletResult {
    drop((queries, uploads, out));
    Ok(())
}

fn main() {}
