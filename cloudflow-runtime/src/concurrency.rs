//! How calls of an asynchronous value function may overlap.

/// What `#[streamlet(concurrency = …, order = …)]` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Concurrency {
    /// How many calls may be under way at once, over all partitions. Results that wait for an earlier
    /// one count.
    pub calls: usize,
    /// Which order is kept.
    pub order: Order,
}

/// Which order overlapping calls keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Outputs leave in the order of the inlet's records, for each of its partitions.
    #[default]
    Partition,
    /// Calls for records of one key never overlap, and their outputs keep the order. Records without a
    /// key have none.
    Key,
    /// Outputs leave when they are there.
    None,
}
