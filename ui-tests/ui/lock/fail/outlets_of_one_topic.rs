use cloudflow_ui_tests::*;

blueprint! {
    #[locks = "../locks/shared"]
    app {
        streamlets { a = source; b = source; convert = convert; c = sink; }
        connections {
            a.out => convert.data;
            b.out => convert.data;
            convert.out => c.in;
        }
        topics { convert.data { name = "readings" } }
    }
}

fn main() {}
