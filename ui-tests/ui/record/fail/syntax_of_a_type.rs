use cloudflow_runtime::prelude::*;

#[derive(AvroRecord, Clone)]
struct Missing {
    number: i64
    text: String,
}

#[derive(AvroRecord, Clone)]
struct Semicolon {
    number: i64;
    text: String,
}

#[derive(AvroRecord, Clone)]
struct Equals {
    number = i64,
}

#[derive(AvroRecord, Clone)]
struct Let {
    let number: i64,
}

#[derive(AvroRecord, Clone)]
enum Symbols {
    One
    Two,
}

#[derive(AvroRecord, Clone)]
struct Around {
    missing: Missing,
    semicolons: Vec<Semicolon>,
    equals: Option<Equals>,
    last: Box<Let>,
    symbols: Symbols,
}

#[streamlet]
fn pass(around: Around) -> Missing {
    around.missing
}

#[streamlet]
async fn send(out: Outlet<Around>) -> StreamletResult {
    drop(out);
    Ok(())
}

#[streamlet]
async fn read(missing: Inlet<Missing>) -> StreamletResult {
    drop(missing);
    Ok(())
}

blueprint! {
    application {
        streamlets {
            send = send;
            pass = pass;
            read = read;
        }
        connections {
            send.out => pass.around;
            pass.out => read.missing;
        }
    }
}

fn main() {}
