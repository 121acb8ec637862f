//! What every cluster does. A case is a function of the cluster.

pub(crate) mod bounds;
pub(crate) mod content;
pub(crate) mod groups;
pub(crate) mod order;
pub(crate) mod rebalance;
pub(crate) mod sessions;
pub(crate) mod topics;

/// Hands every case, as module and function, to a macro that makes a test of it.
macro_rules! every_case {
    ($test:ident) => {
        $test!(order, offsets_are_contiguous_and_keep_the_order);
        $test!(order, batches_keep_order_and_offsets);
        $test!(order, a_key_stays_in_its_partition);
        $test!(order, records_without_a_key_are_spread_evenly);
        $test!(content, headers_timestamps_and_tombstones_arrive);
        $test!(content, a_record_gets_the_time_of_sending);
        $test!(groups, a_new_group_starts_at_the_earliest_record);
        $test!(groups, two_groups_both_see_all);
        $test!(groups, a_group_resumes_where_it_committed);
        $test!(groups, lag_counts_what_is_not_committed);
        $test!(groups, a_closed_member_gets_nothing);
        $test!(groups, partitions_are_read_from_offsets_without_a_group);
        $test!(sessions, one_group_reads_two_topics);
        $test!(sessions, two_inlets_read_one_topic);
        $test!(sessions, co_partitioned_inlets_move_together);
        $test!(sessions, unequal_partitions_of_joined_inlets_are_an_error);
        $test!(sessions, joined_topics_that_grow_apart_are_an_error);
        $test!(bounds, an_inlet_at_its_bound_stops_nothing_else);
        $test!(bounds, no_more_is_in_flight_than_the_bound);
        $test!(bounds, a_record_above_the_bound_passes_alone);
        $test!(rebalance, two_members_share_partitions);
        $test!(rebalance, a_member_that_leaves_hands_over);
        $test!(rebalance, records_of_a_lost_member_are_read_again);
        $test!(rebalance, a_partition_waits_for_its_records_in_flight);
        $test!(rebalance, a_partition_that_moved_is_not_committed_by_its_old_owner);
        $test!(rebalance, members_that_come_and_go_read_everything_once);
        $test!(topics, an_unknown_topic_is_an_error_at_once);
        $test!(topics, creating_twice_is_no_error);
        $test!(topics, a_topic_grows_and_its_readers_follow);
        $test!(topics, a_topic_does_not_shrink);
        $test!(topics, a_record_that_is_too_large_is_refused);
    };
}

pub(crate) use every_case;
