use cloudflow_ui_tests::*;

#[derive(AvroRecord, Clone)]
struct Site { name: i64 }
#[derive(AvroRecord, Clone)]
struct Alert { text: String, sites: Vec<Site> }

#[streamlet]
async fn alerts(out: Outlet<Alert>) { drop(out); }

blueprint! {
    #[locks = "../locks/nested"]
    app {
        streamlets { a = alerts; }
        topics { a.out { name = "alerts" } }
    }
}

fn main() {}
