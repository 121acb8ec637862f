//! A finding of a rule, as data.

use std::fmt;

use crate::Message;

/// Something that a rule forbids: which rule, where, and in which words.
///
/// `Display` prints the same text that the compiler shows for the same mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule's stable identifier, such as `CF07`.
    pub code: &'static str,
    /// What to fix.
    pub subject: Subject,
    /// The other place, where two conflict.
    pub related: Option<Subject>,
    /// The title, then a line that starts with `help:`.
    pub message: Message,
}

impl Problem {
    /// Returns the text to show: the title, the rule's identifier in brackets, then the help.
    ///
    /// ```
    /// use cloudflow_model::{Subject, rules};
    ///
    /// let problem = rules::cf03_unknown_instance::problem(&["metrics"], "metrcis", Subject::Blueprint);
    /// assert_eq!(
    ///     problem.text().as_str(),
    ///     "there is no instance `metrcis` in this blueprint [CF03]\nhelp: did you mean `metrics`?"
    /// );
    /// ```
    pub const fn text(&self) -> Message {
        let (title, help) = self.message.split_title();
        Message::new(title).text(" [").text(self.code).text("]").text(help)
    }
}

/// Ends const evaluation with the text of a problem, where the caller stands.
///
/// A call is a third of what rustc has to do for the `panic!` of each line.
///
/// # Panics
///
/// Always: this is how a constant is refused.
#[doc(hidden)]
#[track_caller]
pub const fn refuse(problem: &Problem) -> ! {
    panic!("{}", problem.text().as_str())
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(formatter)
    }
}

impl std::error::Error for Problem {}

/// The part of a blueprint or a descriptor that a problem is about. The macros turn it into the
/// token to underline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// The blueprint as a whole: its name.
    Blueprint,
    /// The instance with this index.
    Instance(usize),
    /// The number of replicas of the instance with this index.
    InstanceReplicas(usize),
    /// The processor time that the instance with this index asks for.
    InstanceCpu(usize),
    /// The memory that the instance with this index asks for.
    InstanceMemory(usize),
    /// The value of the configuration key: instance, then index in its `config`.
    InstanceSetting(usize, usize),
    /// The connection with this index, as a whole.
    Connection(usize),
    /// The left side of a connection.
    ConnectionFrom(usize),
    /// The right side of a connection.
    ConnectionTo(usize),
    /// The port that names the topic entry with this index.
    Topic(usize),
    /// The name given in the topic entry with this index.
    TopicName(usize),
    /// The setting of Kafka: topic entry, then index in its `settings`.
    TopicSetting(usize, usize),
    /// The record that an outlet writes: its name, or one of its fields.
    Record {
        /// The index of the instance.
        instance: usize,
        /// The index of the outlet in the descriptor.
        outlet: usize,
        /// The index of the field in the record, where it is about one.
        field: Option<usize>,
    },
    /// The streamlet as a whole: its name.
    Streamlet,
    /// The inlet of a streamlet with this index.
    Inlet(usize),
    /// The outlet of a streamlet with this index.
    Outlet(usize),
    /// The name with this index among the inlets that are co-partitioned.
    CoPartitioned(usize),
    /// The configuration parameter of a streamlet with this index: its key.
    Parameter(usize),
    /// The default of a configuration parameter.
    ParameterDefault(usize),
    /// The pattern of a configuration parameter.
    ParameterPattern(usize),
    /// The volume of a streamlet with this index: its name.
    Volume(usize),
    /// The path of a volume.
    VolumePath(usize),
}
