//! Applications that were seen to lose, to repeat or to hang, each with what is right.

mod bench;
mod counting;
mod draining;
mod dropped;
mod failing;
mod hung;
mod ingress;
mod joining;
mod outage;
mod refused;

use libtest_mimic::Trial;

use crate::{kafka_test, test};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        test("findings::sandbox_counts_what_is_open_at_the_end", counting::in_the_sandbox),
        test("findings::sandbox_ends_although_a_join_holds", joining::in_the_sandbox),
        test("findings::sandbox_drains_in_order", draining::in_order),
        test("findings::sandbox_says_what_it_loses", draining::too_short),
        test("findings::sandbox_ends_at_a_refused_record", refused::in_the_sandbox),
        kafka_test("findings::join_keeps_records_over_a_stop", joining::over_a_stop),
        kafka_test("findings::join_keeps_records_over_a_crash", joining::over_a_crash),
        kafka_test("findings::count_goes_on_after_a_stop", counting::over_a_stop),
        kafka_test("findings::hung_by_a_blocked_thread", hung::by_a_blocked_thread),
        kafka_test("findings::hung_by_a_call_without_end", hung::by_a_call_without_end),
        kafka_test("findings::refused_record_and_nothing_after_it", refused::as_the_last),
        kafka_test("findings::refused_record_and_nothing_more_to_send", refused::before_others),
        kafka_test("findings::ingress_survives_a_refused_record", ingress::refused_record),
        kafka_test("findings::ingress_recovers_from_an_outage", ingress::outage),
        kafka_test("findings::failing_value_function_repeats_nothing", failing::value_function),
        kafka_test("findings::failing_stream_function_repeats_nothing", failing::stream_function),
        kafka_test("findings::stop_in_time_without_a_broker", outage::stop_when_idle),
        kafka_test("findings::stop_in_time_without_a_broker_under_load", outage::stop_under_load),
        kafka_test("findings::going_on_soon_after_an_outage", outage::going_on),
        kafka_test("findings::failed_in_try_buffered_is_read_again", dropped::in_try_buffered),
        kafka_test("findings::failed_beside_another_is_read_again", dropped::beside_another),
        kafka_test("findings::failed_in_a_task_is_read_again", dropped::in_a_task),
        kafka_test("findings::given_up_by_a_timeout_is_read_again", dropped::by_a_timeout),
        kafka_test("findings::done_without_output_is_not_read_again", dropped::on_purpose),
    ]
}
