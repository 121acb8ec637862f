use cloudflow_ui_tests::*;

blueprint! {
    #[locks = "../locks/wider"]
    app {
        streamlets { a = source; convert = convert; c = sink; }
        connections {
            a.out => convert.data;
            convert.out => c.in;
        }
        topics { convert.out { name = "metrics" } }
    }
}

pub(crate) fn main() {}
