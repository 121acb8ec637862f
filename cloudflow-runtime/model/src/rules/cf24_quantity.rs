//! CF24: an instance asks for amounts of CPU and memory that Kubernetes can read and a replica can use.

use super::Rule;
use crate::quantity::{Amount, Fault, Resource};
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF24",
    states: "`cpu` and `memory` of an instance are quantities of Kubernetes, and amounts that one \
             replica can use",
    explanation: "Kubernetes reads a quantity when the manifests are applied. It refuses what its \
                  grammar does not know, and takes the rest as it is: `512m` of memory is half a byte, \
                  `500` of CPU waits for a node with 500 cores. So an amount is a number with one of \
                  its suffixes (`m` for thousandths of a core; `Ki`, `Mi`, `Gi` for powers of 1024, \
                  `k`, `M`, `G` for powers of 1000 bytes) and lies within what a replica can use: from \
                  `1m` to 64 cores, in whole thousandths, and from `20Mi`, which a streamlet needs at \
                  rest, to `32Ti` of memory. `cpu` is also a plain number of cores, such as `0.5`.",
    wrong: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert { memory = "512m" }; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
"#,
    right: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert { memory = "512Mi" }; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
"#,
};

/// Checks the processor time of the instance with this index.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let Some(cpu) = instance.resources.cpu else { return None };
    problem(instance.name, Resource::Cpu, cpu, Subject::InstanceCpu(index))
}

/// Checks the memory of the instance with this index.
pub const fn memory(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let Some(memory) = instance.resources.memory else { return None };
    problem(instance.name, Resource::Memory, memory, Subject::InstanceMemory(index))
}

/// Returns the problem of an amount that is `written` without quotes and needs them: a blueprint does
/// not tell how a value was written, so only the macro can see it.
pub const fn without_quotes(resource: Resource, written: &str) -> Problem {
    let takes = match resource {
        Resource::Cpu => " takes a number of cores or a quantity in quotes, not ",
        Resource::Memory => " takes a quantity in quotes, not ",
    };
    let message = Message::new("")
        .quoted(resource.key())
        .text(takes)
        .quoted(written)
        .help()
        .text("write `")
        .text(resource.key())
        .text(" = \"");
    let message = match resource.meant(written) {
        _ if resource.fault(written).is_none() => message.text(written),
        Some(meant) => message.text(meant.as_str()),
        None => message.text(resource.example()),
    };
    Problem {
        code: RULE.code,
        subject: Subject::Blueprint,
        related: None,
        message: message.text("\"`"),
    }
}

const fn problem(
    instance: &str,
    resource: Resource,
    written: &str,
    subject: Subject,
) -> Option<Problem> {
    let Some(fault) = resource.fault(written) else { return None };
    let message = Message::new("").quoted(written).text(" for ").port(instance, resource.key());
    let message = match fault {
        Fault::Grammar => message.text(" is not a quantity that Kubernetes reads"),
        Fault::NotPositive => message.text(" is not more than zero"),
        Fault::TooFine => message.text(" is finer than `1m`, the least that Kubernetes counts"),
        Fault::PartsOfBytes => message.text(" counts parts of a byte"),
        Fault::TooLittle => message
            .text(" is less than `")
            .number(Resource::LEAST_MEMORY >> 20)
            .text("Mi`, which a streamlet needs at rest"),
        Fault::TooMuch => match resource {
            Resource::Cpu => message
                .text(" is more than ")
                .number(Resource::MOST_CORES)
                .text(" cores, the most for one replica"),
            Resource::Memory => message
                .text(" is more than `")
                .number(Resource::MOST_MEMORY >> 40)
                .text("Ti`, the most for one replica"),
        },
    };
    let message = help(message.help(), resource, fault, written);
    Some(Problem { code: RULE.code, subject, related: None, message })
}

/// Appends what to write instead.
const fn help(message: Message, resource: Resource, fault: Fault, written: &str) -> Message {
    if matches!(fault, Fault::TooFine)
        && let Some(amount) = Amount::parse(written)
        && amount.thousandths() <= Resource::MOST_CORES as u128 * 1000
    {
        #[expect(clippy::cast_possible_truncation, reason = "it was compared")]
        return message
            .text("write `cpu = \"")
            .number(amount.thousandths() as u64)
            .text("m\"`");
    }
    if let Some(meant) = resource.meant(written) {
        return message
            .text("did you mean `")
            .text(resource.key())
            .text(" = \"")
            .text(meant.as_str())
            .text("\"`?");
    }
    match (resource, fault) {
        (_, Fault::NotPositive) => message
            .text("write an amount such as ")
            .quoted(resource.example())
            .text(", or remove the line for the default"),
        (Resource::Cpu, Fault::TooMuch) => {
            message.text("write fewer cores, and spread the work with `replicas`")
        }
        (Resource::Cpu, _) => {
            message.text("write thousandths of a core such as `500m`, or cores such as `2`")
        }
        (Resource::Memory, _) => message.text("write an amount such as `512Mi` or `2Gi`"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use crate::Resources;

    fn with(resources: Resources<'static>) -> Fixture {
        let mut fixture = Fixture::new();
        fixture.instances[1].resources = resources;
        fixture
    }

    #[test]
    fn processor_time() {
        for (cpu, words) in [
            ("500 m", "is not a quantity that Kubernetes reads\nhelp: did you mean `cpu = \"500m\"`?"),
            ("half", "is not a quantity that Kubernetes reads\nhelp: write thousandths of a core such as `500m`, or cores such as `2`"),
            ("0", "is not more than zero\nhelp: write an amount such as `500m`, or remove the line for the default"),
            ("0.0005", "is finer than `1m`, the least that Kubernetes counts\nhelp: write `cpu = \"1m\"`"),
            ("100.5m", "is finer than `1m`, the least that Kubernetes counts\nhelp: write `cpu = \"101m\"`"),
            ("500", "is more than 64 cores, the most for one replica\nhelp: did you mean `cpu = \"500m\"`?"),
            ("65001m", "is more than 64 cores, the most for one replica\nhelp: write fewer cores, and spread the work with `replicas`"),
        ] {
            let resources = Resources { cpu: Some(cpu), ..Resources::DEFAULT };
            with(resources).refuses("CF24", &format!("`{cpu}` for `convert.cpu` {words}"));
        }
    }

    #[test]
    fn memory() {
        for (memory, words) in [
            ("512MB", "is not a quantity that Kubernetes reads\nhelp: did you mean `memory = \"512M\"`?"),
            ("512mi", "is not a quantity that Kubernetes reads\nhelp: did you mean `memory = \"512Mi\"`?"),
            ("65536K", "is not a quantity that Kubernetes reads\nhelp: did you mean `memory = \"65536Ki\"`?"),
            ("1GiB", "is not a quantity that Kubernetes reads\nhelp: did you mean `memory = \"1Gi\"`?"),
            ("much", "is not a quantity that Kubernetes reads\nhelp: write an amount such as `512Mi` or `2Gi`"),
            ("-1Gi", "is not more than zero\nhelp: write an amount such as `512Mi`, or remove the line for the default"),
            ("512m", "counts parts of a byte\nhelp: did you mean `memory = \"512Mi\"`?"),
            ("16Mi", "is less than `20Mi`, which a streamlet needs at rest\nhelp: write an amount such as `512Mi` or `2Gi`"),
            ("512P", "is more than `32Ti`, the most for one replica\nhelp: write an amount such as `512Mi` or `2Gi`"),
        ] {
            let resources = Resources { memory: Some(memory), ..Resources::DEFAULT };
            with(resources).refuses("CF24", &format!("`{memory}` for `convert.memory` {words}"));
        }
    }

    #[test]
    fn amounts_that_a_replica_can_use() {
        for (cpu, memory) in [("1m", "20Mi"), ("0.5", "1.5Gi"), ("64", "32Ti")] {
            let resources = Resources { cpu: Some(cpu), memory: Some(memory) };
            assert_eq!(with(resources).problems(), []);
        }
        let wrong = Resources { cpu: Some("0"), memory: Some("0") };
        assert_eq!(with(wrong).problems().len(), 2, "each is a mistake of its own");
    }

    #[test]
    fn quotes() {
        for (resource, written, words) in [
            (Resource::Cpu, "500m", "`cpu` takes a number of cores or a quantity in quotes, not `500m`\nhelp: write `cpu = \"500m\"`"),
            (Resource::Cpu, "true", "`cpu` takes a number of cores or a quantity in quotes, not `true`\nhelp: write `cpu = \"500m\"`"),
            (Resource::Memory, "512", "`memory` takes a quantity in quotes, not `512`\nhelp: write `memory = \"512Mi\"`"),
            (Resource::Memory, "512Mi", "`memory` takes a quantity in quotes, not `512Mi`\nhelp: write `memory = \"512Mi\"`"),
            (Resource::Memory, "1GB", "`memory` takes a quantity in quotes, not `1GB`\nhelp: write `memory = \"1G\"`"),
            (Resource::Memory, "536870912", "`memory` takes a quantity in quotes, not `536870912`\nhelp: write `memory = \"536870912\"`"),
        ] {
            assert_eq!(without_quotes(resource, written).message.as_str(), words);
        }
    }
}
