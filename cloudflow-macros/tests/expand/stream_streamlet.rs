/// Repeats what it reads.
#[streamlet(name = Echo)]
async fn echo<T: AvroRecord>(
    mut data: Inlet<T>,
    mut out: Outlet<T>,
    #[volume("/data", read_write)] folder: PathBuf,
    #[server] listener: TcpListener,
) -> StreamletResult {
    Ok(())
}
