use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
pub struct Sale { price: Price<2> }

mod other {
    use cloudflow_ui_tests::*;
    #[derive(AvroRecord, Debug, Clone)]
    pub struct Sale { price: Price<4> }
}

blueprint! {
    app {
        streamlets { a = FileIngress<Sale>; b = FileIngress<other::Sale>; }
        topics { a.out { name = "sales" } b.out { name = "sales" } }
    }
}

fn main() {}
