use cloudflow_ui_tests::*;

blueprint! {
    #[locks = "./released"]
    pub app {
        streamlets { ingress = source; }
        topics { ingress.out { name = "readings" } }
    }
}

fn main() {}
