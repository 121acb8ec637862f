//! What the verifier of the original Cloudflow finds, and what Kubernetes and Kafka refuse: which
//! rule finds it here, or why it cannot happen.

/// A mistake, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Covered {
    /// The mistake.
    pub(super) mistake: &'static str,
    /// The rules that find it, or the identifier under which it is explained why none has to.
    pub(super) rules: &'static [&'static str],
    /// What else finds it, or why it cannot happen; may be empty.
    pub(super) remark: &'static str,
}

const fn covered(
    mistake: &'static str,
    rules: &'static [&'static str],
    remark: &'static str,
) -> Covered {
    Covered { mistake, rules, remark }
}

/// The 32 kinds of problems of the original verifier, in its order and under its names.
#[rustfmt::skip]
pub(super) const ORIGINAL: &[Covered] = &[
    covered("`BlueprintFormatError`", &[], "The grammar of `blueprint!`: an error on the token that does not fit."),
    covered("`MissingStreamletsSection`", &["CF15"], ""),
    covered("`EmptyStreamlets`", &["CF15"], ""),
    covered("`EmptyStreamletDescriptors`", &[], "Nothing is scanned: a blueprint names types."),
    covered("`StreamletDescriptorNotFound`", &[], "The compiler resolves the type, and says what a streamlet is when it is none."),
    covered("`AmbiguousStreamletRef`", &[], "A path in Rust names one type."),
    covered("`DuplicateStreamletNamesFound`", &["CF02"], ""),
    covered("`InvalidStreamletName`", &["CF01"], ""),
    covered("`InvalidStreamletClassName`", &[], "The name of a streamlet is the name of a type."),
    covered("`ExtractProblem`", &[], "A descriptor is a constant: nothing has to be constructed to read it."),
    covered("`InvalidTopicName`", &["CF12"], ""),
    covered("`InvalidKafkaClusterName`", &["CF26"], "No blueprint can name one: all topics of an application are on one Kafka, which has no name. `cluster` in a topic entry is an error."),
    covered("`InvalidPortPath`", &[], "The grammar of `blueprint!`: a port is written `instance.port`."),
    covered("`PortPathNotFound`", &["CF03", "CF04", "CF05"], ""),
    covered("`InvalidProducerPortPath`", &["CF04", "CF06"], ""),
    covered("`InvalidConsumerPortPath`", &["CF05", "CF06"], ""),
    covered("`PortBoundToManyTopics`", &["CF08"], ""),
    covered("`UnconnectedInlets`", &["CF09"], ""),
    covered("`UnconnectedOutlets`", &["CF10"], ""),
    covered("`IncompatibleSchema`", &["CF07", "CF12"], ""),
    covered("`InvalidInletName`", &["CF01"], ""),
    covered("`InvalidOutletName`", &["CF01"], ""),
    covered("`InvalidConfigParameterKeyName`", &["CF01"], ""),
    covered("`DuplicateConfigParameterKeyFound`", &["CF11"], ""),
    covered("`InvalidValidationPatternConfigParameter`", &["CF13"], ""),
    covered("`InvalidDefaultValueInConfigParameter`", &["CF13"], ""),
    covered("`EmptyVolumeMountPath`", &["CF14"], ""),
    covered("`NonAbsoluteVolumeMountPath`", &["CF14"], ""),
    covered("`BacktrackingVolumeMounthPath`", &["CF14"], "The spelling is the original's."),
    covered("`DuplicateVolumeMountPath`", &["CF11"], ""),
    covered("`InvalidVolumeMountName`", &["CF01"], ""),
    covered("`DuplicateVolumeMountName`", &["CF11"], ""),
];

/// What Kubernetes and Kafka would refuse later, or take and not do what was meant.
#[rustfmt::skip]
pub(super) const BEYOND: &[Covered] = &[
    covered("A name in Kubernetes is too long", &["CF17"], ""),
    covered("Two objects in Kubernetes have one name", &["CF02", "CF18"], ""),
    covered("The value of a label is illegal", &[], "Values are names of objects and their parts, which CF01 and CF17 keep legal."),
    covered("The name of a topic is illegal or too long", &["CF12"], "Names that topics have by themselves have at most 191 characters."),
    covered("Two topics have the same metrics", &["CF19"], ""),
    covered("Two readers share a consumer group", &[], "A group is called `<blueprint>.<instance>`: CF02 keeps instances apart, and no part has a `.`. The setting `group.id` cannot be set."),
    covered("Two inlets of an instance share the position in a topic", &["CF29"], ""),
    covered("Records of one key do not meet, since replicas read them apart", &["CF30", "CF31", "CF32"], "Topics whose number of partitions the blueprint does not know are compared at each assignment."),
    covered("A setting of a topic is unknown or has a wrong value", &["CF20"], ""),
    covered("Settings of a topic contradict each other", &["CF19", "CF20"], ""),
    covered("The name or number of a port is illegal", &["CF23"], "Names and numbers are those of the runtime, checked when it is built."),
    covered("A volume hides another one or a folder of the pod", &["CF11", "CF22"], ""),
    covered("A replica has nothing to do", &["CF21"], ""),
    covered("A default does not fit its type, range or pattern", &["CF13"], ""),
    covered("A configuration key does not exist, or its value does not fit", &["CF16"], "Patterns are matched by the build script; a value that is missing is listed by `verify` and by the build."),
    covered("A quantity of CPU or memory is illegal", &["CF24"], "The requests and limits of pods without one are those of the runtime, checked when it is built."),
    covered("A record cannot follow what is released in its topic", &["CF27"], "Without `schemas.lock` nothing is released."),
    covered("What a running application has would be lost", &["CF28"], "Without `blueprint.lock` nothing is released."),
    covered("Records are to arrive exactly once across clusters", &["CF25"], "No blueprint can ask for it: an application has one Kafka, and delivery is at least once. `exactly_once` in an instance is an error."),
];

mod tests {
    use cloudflow_model::explain::IMPOSSIBLE;
    use cloudflow_model::rules::TABLE;

    use super::*;

    #[test]
    fn every_mistake_has_an_answer() {
        assert_eq!(ORIGINAL.len(), 32);
        for covered in ORIGINAL.iter().chain(BEYOND) {
            assert!(!covered.rules.is_empty() || !covered.remark.is_empty(), "{covered:?}");
            for code in covered.rules {
                let is_rule = TABLE.iter().any(|rule| rule.code == *code);
                let is_impossible = IMPOSSIBLE.iter().any(|impossible| impossible.code == *code);
                assert!(is_rule || is_impossible, "{covered:?}");
            }
        }
    }

    #[test]
    fn every_rule_has_a_mistake() {
        for rule in TABLE {
            let mut all = ORIGINAL.iter().chain(BEYOND);
            assert!(all.any(|covered| covered.rules.contains(&rule.code)), "{}", rule.code);
        }
    }
}
