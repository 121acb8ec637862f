//! Which node stands above which: breaks cycles, then puts every node below those that feed it.

use super::graph::{Graph, Net};

/// A graph whose nets all lead downwards.
#[derive(Clone, Debug)]
pub(super) struct Layers {
    /// The nets, without the ends that would lead upwards.
    pub(super) nets: Vec<Net>,
    /// What was taken out, for each node in words.
    pub(super) notes: Vec<Vec<String>>,
    /// The layer of each node; sources are in the topmost that their consumers allow.
    pub(super) of: Vec<usize>,
}

impl Layers {
    pub(super) fn new(graph: &Graph) -> Self {
        let count = graph.nodes.len();
        let mut layers =
            Self { nets: graph.nets.clone(), notes: vec![Vec::new(); count], of: vec![0; count] };
        while let Some((net, from, to)) = layers.upward() {
            layers.detach(graph, net, from, to);
        }
        layers.nets.retain(|net| !net.producers.is_empty() && !net.consumers.is_empty());
        layers.assign();
        layers
    }

    /// Finds an end that closes a cycle: net, index of the producer, index of the consumer.
    fn upward(&self) -> Option<(usize, usize, usize)> {
        let count = self.of.len();
        let mut edges: Vec<Vec<(usize, usize, usize, usize)>> = vec![Vec::new(); count];
        let mut is_fed = vec![false; count];
        for (index, net) in self.nets.iter().enumerate() {
            for (from, producer) in net.producers.iter().enumerate() {
                for (to, consumer) in net.consumers.iter().enumerate() {
                    edges[producer.node].push((consumer.node, index, from, to));
                    is_fed[consumer.node] = true;
                }
            }
        }
        // From the sources first: so the lines that lead upwards are those that a person means.
        let roots = (0..count).filter(|node| !is_fed[*node]).chain(0..count);
        let mut state = vec![State::New; count];
        for root in roots {
            if state[root] != State::New {
                continue;
            }
            // A stack of its own: a chain of thousands must not end the stack of the thread.
            let mut stack = vec![(root, 0)];
            state[root] = State::Open;
            while let Some((node, next)) = stack.pop() {
                let Some(&(target, net, from, to)) = edges[node].get(next) else {
                    state[node] = State::Done;
                    continue;
                };
                stack.push((node, next + 1));
                match state[target] {
                    State::Open => return Some((net, from, to)),
                    State::New => {
                        state[target] = State::Open;
                        stack.push((target, 0));
                    }
                    State::Done => {}
                }
            }
        }
        None
    }

    /// Takes one end out of a net and puts words in its place.
    fn detach(&mut self, graph: &Graph, net: usize, from: usize, to: usize) {
        let net = &mut self.nets[net];
        let label = net.producers[from].label.clone();
        let note = |targets: &[String]| format!("↑ {label} to {}", targets.join(", "));
        if net.producers.len() > 1 {
            let producer = net.producers.remove(from);
            let targets: Vec<_> = net.consumers.iter().map(|end| graph.spell(end)).collect();
            self.notes[producer.node].push(note(&targets));
        } else {
            let consumer = net.consumers.remove(to);
            let producer = net.producers[from].node;
            self.notes[producer].push(note(&[graph.spell(&consumer)]));
        }
    }

    /// Every consumer below every producer of its net, and sources close to where they lead.
    fn assign(&mut self) {
        // The longest path has fewer lines than there are nodes, so this ends.
        for _ in 0..self.of.len() {
            let mut is_settled = true;
            for net in &self.nets {
                let above = net.producers.iter().map(|end| self.of[end.node]).max().unwrap_or(0);
                for end in &net.consumers {
                    if self.of[end.node] <= above {
                        self.of[end.node] = above + 1;
                        is_settled = false;
                    }
                }
            }
            if is_settled {
                break;
            }
        }
        for node in 0..self.of.len() {
            let feeds = |net: &&Net| net.producers.iter().any(|end| end.node == node);
            let is_fed =
                self.nets.iter().any(|net| net.consumers.iter().any(|end| end.node == node));
            let below = self.nets.iter().filter(feeds).flat_map(|net| &net.consumers);
            let nearest = below.map(|end| self.of[end.node]).min();
            if let (false, Some(nearest)) = (is_fed, nearest) {
                self.of[node] = nearest - 1;
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}
