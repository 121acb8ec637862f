use cloudflow_ui_tests::*;

blueprint! {
    #[locks]
    app {
        streamlets { a = source; convert = convert; c = sink; }
        connections {
            a.out => convert.data;
            convert.out => c.in;
        }
    }
}

fn main() {}
