//! Boxes joined by lines: paints what the placement and the routes say, component by component.

use super::canvas::{Canvas, DOWN, LEFT, RIGHT, UP};
use super::graph::{Graph, NodeKind};
use super::layers::Layers;
use super::place::{Item, Placement};
use super::route::{Net, tracks};

/// How often a layer is moved aside when its lines are in each other's way.
const MOST_MOVES: usize = 4;

/// Draws the graph, or returns nothing when it does not fit into `widest` columns.
pub(super) fn boxes(graph: &Graph, layers: &Layers, widest: usize) -> Option<String> {
    let mut text = String::new();
    for component in components(layers) {
        let mut placement = Placement::new(graph, layers, &component);
        let routes = routes(&mut placement)?;
        if placement.width() > widest {
            return None;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&paint(graph, &placement, &routes));
    }
    Some(text)
}

/// Returns the nodes that hang together, in the order of the first of each.
fn components(layers: &Layers) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..layers.of.len()).collect();
    for net in &layers.nets {
        let ends = || net.producers.iter().chain(&net.consumers).map(|end| end.node);
        let Some(least) = ends().map(|node| of[node]).min() else { continue };
        let joined: Vec<usize> = ends().map(|node| of[node]).collect();
        for component in &mut of {
            if joined.contains(component) {
                *component = least;
            }
        }
    }
    let members = |component| (0..of.len()).filter(|node| of[*node] == component).collect();
    (0..of.len()).map(members).filter(|nodes: &Vec<usize>| !nodes.is_empty()).collect()
}

/// The lines between one layer and the next.
struct Channel {
    nets: Vec<Net>,
    /// For each net its track; none is needed for a straight line.
    tracks: Vec<Option<usize>>,
}

fn routes(placement: &mut Placement) -> Option<Vec<Channel>> {
    let mut channels = Vec::new();
    for layer in 1..placement.layers.len() {
        let mut moves = 0;
        let channel = loop {
            let nets = placement.channel(layer - 1);
            if let Some(tracks) = tracks(&nets) {
                break Channel { nets, tracks };
            }
            if moves == MOST_MOVES {
                return None;
            }
            moves += 1;
            placement.move_from(layer);
        };
        channels.push(channel);
    }
    Some(channels)
}

fn paint(graph: &Graph, placement: &Placement, channels: &[Channel]) -> String {
    let mut canvas = Canvas::default();
    let mut top = 0;
    for (index, layer) in placement.layers.iter().enumerate() {
        let height = placement.height(index);
        for cell in layer {
            match cell.item {
                Item::Rail(net) => canvas.vertical(cell.x, top, top + height, net),
                Item::Node(node) => {
                    let shape = &placement.shapes[node];
                    frame(
                        &mut canvas,
                        cell.x,
                        top,
                        shape.width,
                        &shape.lines,
                        graph.nodes[node].kind,
                    );
                    let bottom = top + shape.lines.len() + 2;
                    for port in &shape.outlets {
                        let x = cell.x + port.offset;
                        canvas.put(x, bottom - 1, '┬');
                        canvas.vertical(x, bottom, top + height, port.net);
                        canvas.text(x + 2, top + height, &port.label);
                    }
                    for port in &shape.inlets {
                        // An inlet has a line above it, so this is not the first row.
                        let x = cell.x + port.offset;
                        canvas.put(x, top.saturating_sub(1), '▼');
                        canvas.text(x + 2, top.saturating_sub(1), &port.label);
                    }
                }
            }
        }
        top += height;
        let Some(channel) = channels.get(index) else { continue };
        let count = channel.tracks.iter().flatten().max().map_or(0, |last| last + 1);
        let bottom = top + count + 2;
        for (net, track) in channel.nets.iter().zip(&channel.tracks) {
            let Some(track) = track else {
                net.tops.iter().for_each(|x| canvas.vertical(*x, top, bottom, net.index));
                continue;
            };
            let row = top + 1 + track;
            let (left, right) = net.span();
            for x in left..=right {
                let to_left = if x > left { LEFT } else { 0 };
                let to_right = if x < right { RIGHT } else { 0 };
                canvas.wire(x, row, net.index, to_left | to_right);
            }
            for x in &net.tops {
                canvas.vertical(*x, top, row, net.index);
                canvas.wire(*x, row, net.index, UP);
            }
            for x in &net.bottoms {
                canvas.wire(*x, row, net.index, DOWN);
                canvas.vertical(*x, row + 1, bottom, net.index);
            }
        }
        top = bottom;
    }
    canvas.to_text()
}

/// Streamlets have corners, topics are round: nothing of this application is behind them.
fn frame(canvas: &mut Canvas, x: usize, y: usize, width: usize, lines: &[String], kind: NodeKind) {
    let [top_left, top_right, bottom_left, bottom_right] = match kind {
        NodeKind::Streamlet => ['┌', '┐', '└', '┘'],
        NodeKind::Topic => ['╭', '╮', '╰', '╯'],
    };
    let bottom = y + lines.len() + 1;
    for column in x + 1..x + width - 1 {
        canvas.put(column, y, '─');
        canvas.put(column, bottom, '─');
    }
    canvas.put(x, y, top_left);
    canvas.put(x + width - 1, y, top_right);
    canvas.put(x, bottom, bottom_left);
    canvas.put(x + width - 1, bottom, bottom_right);
    for (line, row) in lines.iter().zip(y + 1..) {
        canvas.put(x, row, '│');
        canvas.text(x + 2, row, line);
        canvas.put(x + width - 1, row, '│');
    }
}
