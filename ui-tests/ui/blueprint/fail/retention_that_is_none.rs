use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = source;
            c = source;
        }
        topics {
            a.out { retention = "0 s" }
            b.out { retention = "5 us" }
            c.out { retention = "99999999999999 weeks" }
        }
    }
}

fn main() {}
