#![allow(private_interfaces)]
use cloudflow_ui_tests::*;

mod inner {
    use cloudflow_ui_tests::*;

    #[derive(AvroRecord, Clone)]
    struct Metric { device_id: String }

    #[streamlet]
    pub fn metrics(data: Reading) -> Metric { Metric { device_id: data.device } }

    #[streamlet]
    pub async fn echo<T: AvroRecord>(r#in: Inlet<T>, out: Outlet<T>) { drop((r#in, out)); }
}
use inner::{echo, metrics};

blueprint! {
    #[locks = "../locks/unnamed"]
    app {
        streamlets { a = source; convert = metrics; echo = echo<Reading>; }
        connections { a.out => convert.data; a.out => echo.in; }
        topics { convert.out {} echo.out {} }
    }
}

pub(crate) fn main() {}
