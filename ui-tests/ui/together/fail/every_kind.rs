use cloudflow_ui_tests::*;

#[streamlet(nme = other)]
fn drop_all(_data: Reading) {}

#[streamlet]
fn by_reference(_data: &Reading) {}

#[streamlet]
fn late(_data: Reading, #[config(default = "soon")] _wait: Duration) {}

#[derive(AvroRecord, Clone)]
struct Odd {
    count: u32,
}

#[streamlet]
fn count(_data: Odd) {}

#[derive(AvroRecord, Clone)]
struct Renamed {
    #[avro(renam = "total")]
    count: i64,
}

mod file {
    use cloudflow_ui_tests::*;

    avro_schema!("./../../schema/fail/unknown_type.avsc");

    #[streamlet]
    pub fn read(_data: Reading) {}
}

struct Plain;

#[streamlet]
fn keep(_data: Plain) {}

blueprint! {
    #[locks = "./../../lock/locks/mode"]
    app {
        streamlets {
            a = source; b = convert; log = sink;
            s source;
            n = sink;
            r = sink { replicas = "2" };
            Q = sink;
            x = source; x = source;
            q = sink { memory = "512m" };
            o = drop_all;
            f = by_reference;
            l = late;
            k = count;
            v = file::read;
            t = String;
            p = keep;
            g = sink;
            i = convert;
            d = sink;
            e = sink;
            w = convert { windw = "1 s" }; h = sink;
        }
        connections {
            a.out => b.data; b.out => log.in;
            b.out -> n.in;
            b.out => r.in;
            b.out => Q.in;
            b.out => lgo.in;
            b.out => q.in;
            a.out => o.data;
            a.out => f.data;
            a.out => l.data;
            a.out => k.data;
            a.out => v.data;
            a.out => p.data;
            b.uot => g.in;
            a.out => i.dta;
            a.out => d.in;
            a.out => w.data; w.out => h.in;
        }
        topics {
            b.out { partition = 2 }
        }
    }
}

fn main() {}
