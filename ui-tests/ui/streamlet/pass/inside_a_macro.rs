use cloudflow_ui_tests::*;

macro_rules! halves {
    ($name:ident: $record:ty => $halves:ty, $limit:ty = $default:expr) => {
        #[streamlet(outlets(low, high))]
        pub fn $name(data: $record, #[config(default = $default)] limit: $limit) -> $halves {
            if 2.0 * limit > 1.0 { Ok(data) } else { Err(data) }
        }
    };
}

halves!(split: Reading => Result<Reading, Reading>, f64 = 10.5);

blueprint! {
    app {
        streamlets {
            a = source;
            b = split { limit = 11.5 };
            c = LogEgress<Reading>;
        }
        connections {
            a.out => b.data;
            b.low => c.in;
            b.high => c.in;
        }
    }
}

pub(crate) fn main() {}
