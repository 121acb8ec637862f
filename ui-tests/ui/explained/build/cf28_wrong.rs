use cloudflow_ui_tests::*;

blueprint! {
    #[locks = "./released"]
    pub app {
        streamlets { ingress = source; }
        topics { ingress.out { name = "sensor-readings" } }
    }
}

fn main() {}
