#![deny(warnings)]
//! The longest names, the largest numbers and the last values that the rules accept.

use cloudflow_ui_tests::*;

/// Stores what comes.
#[streamlet]
pub fn store(
    metric: Metric,
    #[volume("/tmp/cache")] swap: PathBuf,
    #[volume("/etc/cloudflow-data/", read_write)] data: PathBuf,
    #[config(default = 9_223_372_036_854_775_807)] limit: u64,
    #[config(default = "Site-1", pattern = "[A-Z][a-z]+-[0-9]")] site: String,
) {
    drop((metric, swap, data, limit, site));
}

blueprint! {
    // 47 characters, and `-topics-` and 8 more for the Job.
    metrics_of_all_the_turbines_in_the_northern_sea {
        streamlets {
            in_15_charactrs = source { replicas = 50, cpu = "1m", memory = "20Mi" };
            convert = convert { replicas = 12, cpu = 64, memory = "32Ti" };
            a_b = store { replicas = 4, cpu = 0.001, memory = "20971520" };
            a = store { replicas = 50 };
            topics_log = store;
        }
        connections {
            in_15_charactrs.out => convert.data;
            convert.out => a_b.metric, a.metric, topics_log.metric;
        }
        topics {
            in_15_charactrs.out { partitions = 12, min.insync.replicas = 3, replicas = 3 }
            convert.out {
                name = "metrics",
                managed = false,
                retention.ms = -1,
                segment.bytes = 1_048_576,
                compression.type = "zstd",
                compression.gzip.level = -1,
                min.cleanable.dirty.ratio = 1.0,
                cleanup_policy = "delete",
                preallocate = false,
                "vendor.tiering" = "hot",
            }
        }
    }
}

pub(crate) fn main() {
    let blueprint = metrics_of_all_the_turbines_in_the_northern_sea::BLUEPRINT;
    assert_eq!(blueprint.name.len(), 47);
    assert_eq!(blueprint.name.len() + 1 + blueprint.instances[0].name.len(), 63);
}
