use cloudflow_runtime::{Context, Streamlet, model::Descriptor};
use cloudflow_ui_tests::*;

type Running = std::pin::Pin<Box<dyn Future<Output = StreamletResult> + Send>>;
enum ByHand {}
impl Streamlet for ByHand {
    const DESCRIPTOR: &Descriptor<'_> = convert::DESCRIPTOR;
    fn run(context: Context) -> Running { convert::run(context) }
}

blueprint! {
    #[locks = "../locks/backward"]
    app {
        streamlets { a = source; b = ByHand; }
        connections { a.out => b.data; }
        topics { b.out { name = "metrics" } }
    }
}

fn main() {}
