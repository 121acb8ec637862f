use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; c = validate; }
        connections {
            a.out => b.data;
            b.out => c.metric;
        }
        topics {
            c.valid { name = "valid", cleanup_policy = "compact" }
            c.invalid { name = "invalid" }
        }
    }
}

fn main() {}
