use cloudflow_ui_tests::*;

#[derive(AvroRecord, Clone)]
pub struct Limit { pub device: String, pub site: String }

#[streamlet]
pub async fn limits(out: Outlet<Limit>) {
    drop(out);
}

blueprint! {
    #[locks = "./released"]
    app {
        streamlets { limits = limits; }
        topics { limits.out { name = "limits" } }
    }
}

fn main() {}
