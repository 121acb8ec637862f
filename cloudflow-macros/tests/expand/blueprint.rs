blueprint! {
    /// Alerts about hot sensors.
    pub alerts {
        streamlets {
            ingress = HttpIngress<Reading>;
            filter = too_hot { replicas = 2, cpu = 0.5, memory = "512Mi", limit = 90.5 };
            log = LogEgress<Reading>;
        }
        connections {
            ingress.out => filter.reading;
            filter.out => log.in;
        }
        topics {
            filter.out { name = "alerts", partitions = 12, retention = "7 days" }
        }
    }
}
