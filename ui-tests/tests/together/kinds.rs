//! The kinds of mistakes that a file with a blueprint can have, each with what the compiler says.

/// A mistake, as what it adds to the parts of a program.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// Records and streamlets before the blueprint.
    pub(crate) items: &'static str,
    /// What stands before the name of the application.
    pub(crate) attribute: &'static str,
    pub(crate) streamlets: &'static str,
    pub(crate) connections: &'static str,
    pub(crate) topics: &'static str,
    /// The first line of its error.
    pub(crate) error: &'static str,
}

impl Kind {
    /// Returns whether rustc may withhold the error: it does not report every name that it does not find
    /// where macros have reported mistakes.
    pub(crate) fn may_be_withheld(&self) -> bool {
        self.error.starts_with("error[E0425]")
    }
}

const NONE: Kind = Kind {
    name: "",
    items: "",
    attribute: "",
    streamlets: "",
    connections: "",
    topics: "",
    error: "",
};

/// In the order in which rustc comes to them: the macros, the names, the types, the constants.
pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "syntax",
        streamlets: "s source;",
        error: "error: expected `=` and a streamlet",
        ..NONE
    },
    Kind {
        name: "no_arrow",
        streamlets: "n = sink;",
        connections: "b.out -> n.in;",
        error: "error: expected `=>` between the ports of a connection",
        ..NONE
    },
    Kind {
        name: "replicas",
        streamlets: "r = sink { replicas = \"2\" };",
        connections: "b.out => r.in;",
        error: "error: `replicas` is an integer, not a string",
        ..NONE
    },
    Kind {
        name: "name",
        streamlets: "Q = sink;",
        connections: "b.out => Q.in;",
        error: "error: the name of instance `Q` must start with a lower-case letter [CF01]",
        ..NONE
    },
    Kind {
        name: "duplicate",
        streamlets: "x = source; x = source;",
        error: "error: two instances are called `x` [CF02]",
        ..NONE
    },
    Kind {
        name: "instance",
        connections: "b.out => lgo.in;",
        error: "error: there is no instance `lgo` in this blueprint [CF03]",
        ..NONE
    },
    Kind {
        name: "topic_setting",
        topics: "b.out { partition = 2 }",
        error: "error: unknown topic setting `partition` [CF20]",
        ..NONE
    },
    Kind {
        name: "quantity",
        streamlets: "q = sink { memory = \"512m\" };",
        connections: "b.out => q.in;",
        error: "error: `512m` for `q.memory` counts parts of a byte [CF24]",
        ..NONE
    },
    Kind {
        name: "lock",
        attribute: "#[locks = \"./../../lock/locks/mode\"]",
        error: "error: ./../../lock/locks/mode/schemas.lock:5:17: there is no compatibility `bakward`",
        ..NONE
    },
    Kind {
        name: "argument",
        items: "#[streamlet(nme = other)]\nfn drop_all(_data: Reading) {}",
        streamlets: "o = drop_all;",
        connections: "a.out => o.data;",
        error: "error: unknown argument `nme`",
        ..NONE
    },
    Kind {
        name: "by_reference",
        items: "#[streamlet]\nfn by_reference(_data: &Reading) {}",
        streamlets: "f = by_reference;",
        connections: "a.out => f.data;",
        error: "error: a streamlet takes its record by value",
        ..NONE
    },
    Kind {
        name: "default",
        items: "#[streamlet]\nfn late(_data: Reading, #[config(default = \"soon\")] _wait: Duration) {}",
        streamlets: "l = late;",
        connections: "a.out => l.data;",
        error: "error: the default `soon` of `wait` is not a duration [CF13]",
        ..NONE
    },
    Kind {
        name: "field",
        items: "#[derive(AvroRecord, Clone)]\nstruct Odd {\n    count: u32,\n}\n\n#[streamlet]\nfn count(_data: Odd) {}",
        streamlets: "k = count;",
        connections: "a.out => k.data;",
        error: "error: `u32` is not an Avro type",
        ..NONE
    },
    Kind {
        name: "setting_of_a_field",
        items: "#[derive(AvroRecord, Clone)]\nstruct Renamed {\n    #[avro(renam = \"total\")]\n    count: i64,\n}",
        error: "error: there is no setting `renam` here",
        ..NONE
    },
    Kind {
        name: "schema_file",
        items: "mod file {\n    use cloudflow_ui_tests::*;\n\n    avro_schema!(\"./../../schema/fail/unknown_type.avsc\");\n\
                \n    #[streamlet]\n    pub fn read(_data: Reading) {}\n}",
        streamlets: "v = file::read;",
        connections: "a.out => v.data;",
        error: "error: ./../../schema/fail/unknown_type.avsc:6:33: unknown type `strin`",
        ..NONE
    },
    Kind {
        name: "unknown_streamlet",
        streamlets: "u = snk;",
        connections: "b.out => u.in;",
        error: "error[E0425]: cannot find type `snk` in this scope",
        ..NONE
    },
    Kind {
        name: "not_a_streamlet",
        streamlets: "t = String;",
        error: "error[E0277]: `std::string::String` is not a streamlet",
        ..NONE
    },
    Kind {
        name: "no_record",
        items: "struct Plain;\n\n#[streamlet]\nfn keep(_data: Plain) {}",
        streamlets: "p = keep;",
        connections: "a.out => p.data;",
        error: "error[E0277]: `Plain` is not a record",
        ..NONE
    },
    Kind {
        name: "outlet",
        streamlets: "g = sink;",
        connections: "b.uot => g.in;",
        error: "error[E0080]: evaluation panicked: streamlet `convert` has no outlet `uot` [CF04]",
        ..NONE
    },
    Kind {
        name: "inlet",
        streamlets: "i = convert;",
        connections: "a.out => i.dta;",
        error: "error[E0080]: evaluation panicked: streamlet `convert` has no inlet `dta` [CF05]",
        ..NONE
    },
    Kind {
        name: "schema",
        streamlets: "d = sink;",
        connections: "a.out => d.in;",
        error: "error[E0080]: evaluation panicked: cannot connect `a.out` to `d.in`: the outlet carries `Reading`, the \
                inlet accepts `Metric` [CF07]",
        ..NONE
    },
    Kind {
        name: "unconnected",
        streamlets: "e = sink;",
        error: "error[E0080]: evaluation panicked: inlet `e.in` is not connected [CF09]",
        ..NONE
    },
    Kind {
        name: "setting",
        streamlets: "w = convert { windw = \"1 s\" }; h = sink;",
        connections: "a.out => w.data; w.out => h.in;",
        error: "error[E0080]: evaluation panicked: streamlet `convert` has no configuration key `windw` [CF16]",
        ..NONE
    },
];
