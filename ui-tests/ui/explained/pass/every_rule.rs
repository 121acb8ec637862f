#![allow(dead_code)]
//! What the explanations call right.

mod cf01 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf02 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; copy = sink; }
            connections { ingress.out => convert.data; convert.out => log.in, copy.in; }
        }
    }
}

mod cf03 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf04 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf05 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf06 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf07 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf08 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { one = source; two = source; left = convert; right = convert; log = sink; }
            connections {
                one.out => left.data, right.data;
                two.out => left.data, right.data;
                left.out => log.in;
                right.out => log.in;
            }
        }
    }
}

mod cf09 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { log = sink; }
            connections {}
            topics { log.in { name = "metrics", managed = false } }
        }
    }
}

mod cf10 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; }
            connections {}
            topics { ingress.out { name = "readings" } }
        }
    }
}

mod cf11 {
    use cloudflow_ui_tests::*;

    #[streamlet]
    pub fn score(
        metric: Metric,
        #[volume("/models")] models: PathBuf,
        #[volume("/backup")] backup: PathBuf,
    ) {
        drop((metric, models, backup));
    }
}

mod cf12 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
            topics { convert.out { name = "all-metrics" } }
        }
    }
}

mod cf13 {
    use cloudflow_ui_tests::*;

    #[streamlet]
    pub fn keep(metric: Metric, #[config(default = "1 min")] window: Duration) {
        drop((metric, window));
    }
}

mod cf14 {
    use cloudflow_ui_tests::*;

    #[streamlet]
    pub fn score(metric: Metric, #[volume("/data/models")] models: PathBuf) {
        drop((metric, models));
    }
}

mod cf15 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf16 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert { window = "5 s" }; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf17 {
    use cloudflow_ui_tests::*;

    blueprint! {
        stations {
            streamlets { ingress = source; conversion_with_the_window = convert; log = sink; }
            connections {
                ingress.out => conversion_with_the_window.data;
                conversion_with_the_window.out => log.in;
            }
        }
    }
}

mod cf18 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf19 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
            topics {
                ingress.out { name = "wind.readings" }
                convert.out { name = "wind.metrics" }
            }
        }
    }
}

mod cf20 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
            topics { convert.out { max.message.bytes = 1_048_576 } }
        }
    }
}

mod cf21 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert { replicas = 6 }; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
            topics { ingress.out { partitions = 12 } }
        }
    }
}

mod cf22 {
    use cloudflow_ui_tests::*;

    #[streamlet]
    pub fn score(metric: Metric, #[volume("/models")] models: PathBuf) {
        drop((metric, models));
    }
}

mod cf23 {
    use cloudflow_ui_tests::*;

    #[streamlet]
    pub async fn serve(#[server] requests: TcpListener, out: Outlet<Reading>) -> StreamletResult {
        drop((requests, out));
        Ok(())
    }
}

mod cf24 {
    use cloudflow_ui_tests::*;

    blueprint! {
        app {
            streamlets { ingress = source; convert = convert { memory = "512Mi" }; log = sink; }
            connections { ingress.out => convert.data; convert.out => log.in; }
        }
    }
}

mod cf27 {
    use cloudflow_ui_tests::*;

    #[derive(AvroRecord, Clone)]
    pub struct Limit { pub device: String, pub site: Option<String> }

    #[streamlet]
    pub async fn limits(out: Outlet<Limit>) {
        drop(out);
    }

    blueprint! {
        #[locks = "./released"]
        app {
            streamlets { limits = limits; }
            topics { limits.out { name = "limits" } }
        }
    }
}

mod cf29 {
    use cloudflow_ui_tests::*;

    #[streamlet(independent)]
    pub async fn compare(left: Inlet<Reading>, right: Inlet<Reading>) -> StreamletResult {
        drop((left, right));
        Ok(())
    }

    blueprint! {
        app {
            streamlets { one = source; two = source; same = compare; }
            connections { one.out => same.left; two.out => same.right; }
        }
    }
}

mod cf30 {
    use cloudflow_ui_tests::*;

    #[streamlet(co_partitioned(left, right))]
    pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
        drop((left, right));
        Ok(())
    }
}

mod cf31 {
    use cloudflow_ui_tests::*;

    #[streamlet(co_partitioned(left, right))]
    pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
        drop((left, right));
        Ok(())
    }

    blueprint! {
        app {
            streamlets { one = meter; two = meter; pairs = join; }
            connections { one.out => pairs.left; two.out => pairs.right; }
        }
    }
}

mod cf32 {
    use cloudflow_ui_tests::*;

    #[streamlet(co_partitioned(left, right))]
    pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
        drop((left, right));
        Ok(())
    }

    blueprint! {
        app {
            streamlets { one = meter; two = meter; pairs = join; }
            connections { one.out => pairs.left; two.out => pairs.right; }
            topics { one.out { partitions = 12 } two.out { partitions = 12 } }
        }
    }
}

pub(crate) fn main() {}
