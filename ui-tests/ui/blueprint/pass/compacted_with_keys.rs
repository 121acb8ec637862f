use cloudflow_ui_tests::*;

#[streamlet]
#[outlet(key = |reading| &reading.device)]
pub fn keyed(data: Reading) -> Reading {
    data
}

blueprint! {
    app {
        streamlets { a = source; b = keyed; c = LogEgress<Reading>; }
        connections { a.out => b.data; b.out => c.in; }
        topics {
            b.data { cleanup_policy = "delete" }
            c.in { cleanup_policy = "compact,delete" }
        }
    }
}

pub(crate) fn main() {}
