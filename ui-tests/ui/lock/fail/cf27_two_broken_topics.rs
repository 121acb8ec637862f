use cloudflow_ui_tests::*;

#[derive(AvroRecord, Clone)]
struct Alert { text: String, level: i32 }

#[streamlet]
async fn alerts(urgent: Outlet<Alert>, other: Outlet<Alert>) { drop((urgent, other)); }

blueprint! {
    #[locks = "../locks/two"]
    app {
        streamlets { a = alerts; }
        topics {
            a.urgent { name = "alerts.urgent" }
            a.other { name = "9-others" }
        }
    }
}

fn main() {}
