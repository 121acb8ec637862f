//! CF23: a streamlet serves on one port, with a protocol that Kubernetes can name.

use super::Rule;
use crate::kubernetes::is_protocol;
use crate::{Descriptor, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF23",
    states: "a streamlet serves on at most one port, and its protocol is a name that Kubernetes accepts",
    explanation: "In a pod a streamlet listens on port 3000, and the Service of the instance leads there. \
                  A second listener would have neither a port nor a Service. The numbers and names of \
                  ports are not for the application to choose, so they cannot be wrong: the server is \
                  called `http`, the probes are answered on 9091, called `health`.",
    wrong: "
#[streamlet]
pub async fn serve(
    #[server] queries: TcpListener,
    #[server] uploads: TcpListener,
    out: Outlet<Reading>,
) -> StreamletResult {
    drop((queries, uploads, out));
    Ok(())
}
",
    right: "
#[streamlet]
pub async fn serve(#[server] requests: TcpListener, out: Outlet<Reading>) -> StreamletResult {
    drop((requests, out));
    Ok(())
}
",
};

/// Returns the problem of a second server port: a descriptor has room for one, so only the macro can
/// see it.
pub const fn second() -> Problem {
    let message = Message::new("a streamlet has one server port")
        .help()
        .text("remove this parameter, and serve both on one listener");
    Problem { code: RULE.code, subject: Subject::Streamlet, related: None, message }
}

/// Checks the protocol of a streamlet that serves.
pub const fn check(descriptor: &Descriptor<'_>) -> Option<Problem> {
    let Some(server) = descriptor.server else { return None };
    if is_protocol(server.protocol) {
        return None;
    }
    let message = Message::new("protocol ")
        .quoted(server.protocol)
        .text(" of streamlet ")
        .quoted(descriptor.name)
        .text(" is not a name that Kubernetes accepts")
        .help()
        .text("use a name such as `http`, or one with a domain such as `kubernetes.io/h2c`");
    Some(Problem { code: RULE.code, subject: Subject::Streamlet, related: None, message })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::CONVERT;
    use super::*;
    use crate::Server;

    #[test]
    fn one_server_is_enough() {
        assert_eq!(
            second().text().as_str(),
            "a streamlet has one server port [CF23]\n\
             help: remove this parameter, and serve both on one listener"
        );
    }

    #[test]
    fn protocols_have_names() {
        let with = |protocol| Descriptor { server: Some(Server { protocol }), ..CONVERT };
        assert_eq!(check(&with("http")), None);
        assert_eq!(check(&with("kubernetes.io/h2c")), None);
        let problem = check(&with("http 2")).expect("a problem");
        assert_eq!(
            problem.message.as_str(),
            "protocol `http 2` of streamlet `convert` is not a name that Kubernetes accepts\n\
             help: use a name such as `http`, or one with a domain such as `kubernetes.io/h2c`"
        );
    }
}
