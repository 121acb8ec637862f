use cloudflow_ui_tests::*;

#[derive(AvroRecord, Clone)]
struct Alert { text: String }

#[streamlet]
fn alert(data: Reading) -> Option<Alert> { Some(Alert { text: data.device }) }

blueprint! {
    #[locks = "../locks/removed"]
    app {
        streamlets { a = source; b = alert; }
        connections { a.out => b.data; }
        topics { b.out { name = "alerts" } }
    }
}

fn main() {}
