//! Where everything stands: the order in each layer, then the columns.

use std::collections::BTreeMap;

use super::graph::{End, Graph};
use super::layers::Layers;
use super::route::Net;
use super::shape::{Port, Shape, distribute};

/// Blanks between two neighbours of a layer.
const GAP: usize = 3;

/// How often the layers are ordered and aligned, each time with the ones above and below.
const SWEEPS: usize = 8;

/// How far a line may meet a box from its middle, so that it need not bend.
const FARTHEST: i64 = 4;

/// The first column while things still move, also to the left.
const ORIGIN: usize = 1 << 20;

/// Something that takes up columns of a layer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) item: Item,
    pub(super) x: usize,
    width: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    Node(usize),
    /// A net that passes by.
    Rail(usize),
}

/// A connected part of the graph with all columns decided.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    /// By node; those of other components are empty.
    pub(super) shapes: Vec<Shape>,
    pub(super) layers: Vec<Vec<Cell>>,
}

/// Columns of a net in one layer.
type Columns = BTreeMap<usize, Vec<usize>>;

impl Placement {
    pub(super) fn new(graph: &Graph, layers: &Layers, component: &[usize]) -> Self {
        let first = component.iter().map(|node| layers.of[*node]).min().unwrap_or(0);
        let last = component.iter().map(|node| layers.of[*node]).max().unwrap_or(0);
        let mut placement = Self {
            shapes: vec![Shape::default(); graph.nodes.len()],
            layers: vec![Vec::new(); last + 1 - first],
        };
        for node in component {
            let shape = Shape::new(graph, layers, *node);
            let cell = Cell { item: Item::Node(*node), x: 0, width: shape.extent() };
            placement.layers[layers.of[*node] - first].push(cell);
            placement.shapes[*node] = shape;
        }
        for (index, net) in layers.nets.iter().enumerate() {
            if !net.producers.iter().any(|end| component.contains(&end.node)) {
                continue;
            }
            let of = |end: &End| layers.of[end.node] - first;
            let from = net.producers.iter().map(of).min().unwrap_or(0);
            let to = net.consumers.iter().map(of).max().unwrap_or(0);
            for layer in from + 1..to {
                placement.layers[layer].push(Cell { item: Item::Rail(index), x: 0, width: 1 });
            }
        }
        placement.arrange();
        placement
    }

    /// Returns the number of columns.
    pub(super) fn width(&self) -> usize {
        self.layers.iter().flatten().map(|cell| cell.x + cell.width).max().unwrap_or(0)
    }

    /// Returns the number of rows of a layer's boxes.
    pub(super) fn height(&self, layer: usize) -> usize {
        let heights = self.layers[layer].iter().map(|cell| match cell.item {
            Item::Node(node) => self.shapes[node].lines.len() + 2,
            Item::Rail(_) => 0,
        });
        heights.max().unwrap_or(0)
    }

    /// Returns the nets between a layer and the next.
    pub(super) fn channel(&self, layer: usize) -> Vec<Net> {
        let bottoms = self.inlets(layer + 1);
        let nets = self.outlets(layer).into_iter().map(|(net, tops)| {
            let bottoms = bottoms.get(&net).cloned().unwrap_or_default();
            Net { index: net, tops, bottoms }
        });
        nets.filter(|net| !net.bottoms.is_empty()).collect()
    }

    /// Moves this layer and all below it one column to the right.
    pub(super) fn move_from(&mut self, layer: usize) {
        self.layers.iter_mut().skip(layer).flatten().for_each(|cell| cell.x += 1);
    }

    /// Returns where each net leaves a layer downwards.
    fn outlets(&self, layer: usize) -> Columns {
        self.columns(layer, |shape| &shape.outlets)
    }

    /// Returns where each net enters a layer from above.
    fn inlets(&self, layer: usize) -> Columns {
        self.columns(layer, |shape| &shape.inlets)
    }

    fn columns(&self, layer: usize, ports: impl Fn(&Shape) -> &[Port]) -> Columns {
        let mut columns = Columns::new();
        for cell in &self.layers[layer] {
            match cell.item {
                Item::Rail(net) => columns.entry(net).or_default().push(cell.x),
                Item::Node(node) => {
                    for port in ports(&self.shapes[node]) {
                        columns.entry(port.net).or_default().push(cell.x + port.offset);
                    }
                }
            }
        }
        columns
    }

    fn arrange(&mut self) {
        let count = self.layers.len();
        for layer in &mut self.layers {
            let mut x = ORIGIN;
            for cell in layer {
                cell.x = x;
                x += cell.width + GAP;
            }
        }
        for sweep in 0..SWEEPS {
            let is_ordering = sweep < SWEEPS / 2;
            (0..count).for_each(|layer| self.align(layer, true, false, is_ordering));
            (0..count).rev().for_each(|layer| self.align(layer, false, true, is_ordering));
        }
        for _ in 0..SWEEPS {
            (0..count).for_each(|layer| self.align(layer, true, true, false));
        }
        let left = self.layers.iter().flatten().map(|cell| cell.x).min().unwrap_or(0);
        self.layers.iter_mut().flatten().for_each(|cell| cell.x -= left);
        self.straighten();
    }

    /// Puts the inlets of each box into the order in which their lines come down.
    fn order_inlets(&mut self, layer: usize, above: &Columns) {
        for cell in &self.layers[layer] {
            let Item::Node(node) = cell.item else { continue };
            let shape = &mut self.shapes[node];
            // Outlets stay as they are declared, since people read them from left to right.
            if shape.inlets.iter().all(|port| above.contains_key(&port.net)) {
                shape.inlets.sort_by_key(|port| above.get(&port.net).map(|columns| mean(columns)));
                distribute(&mut shape.inlets, shape.width);
            }
        }
    }

    /// Moves the inlets of a box along it to where their lines come down, unless that is far away.
    fn straighten(&mut self) {
        for layer in 1..self.layers.len() {
            let above = self.outlets(layer - 1);
            for cell in &self.layers[layer] {
                let Item::Node(node) = cell.item else { continue };
                let shape = &mut self.shapes[node];
                let bends =
                    shape.inlets.iter().map(|inlet| match above.get(&inlet.net)?.as_slice() {
                        [column] => Some(signed(*column) - signed(cell.x + inlet.offset)),
                        _ => None,
                    });
                let Some(bends) = bends.collect::<Option<Vec<i64>>>() else { continue };
                let [bend, others @ ..] = bends.as_slice() else { continue };
                if bend.abs() > FARTHEST || others.iter().any(|other| other != bend) {
                    continue;
                }
                let moved = shape.inlets.iter().map(|inlet| signed(inlet.offset) + bend);
                let moved: Vec<i64> = moved.collect();
                if moved.iter().all(|offset| (1..signed(shape.width) - 1).contains(offset)) {
                    for (inlet, offset) in shape.inlets.iter_mut().zip(moved) {
                        inlet.offset = usize::try_from(offset).unwrap_or(inlet.offset);
                    }
                }
            }
        }
    }

    /// Moves the cells of a layer to where their lines are straight, as far as the order allows.
    fn align(&mut self, layer: usize, up: bool, down: bool, is_ordering: bool) {
        let above = if up && layer > 0 { self.outlets(layer - 1) } else { Columns::new() };
        let is_last = layer + 1 == self.layers.len();
        let below = if down && !is_last { self.inlets(layer + 1) } else { Columns::new() };
        if is_ordering {
            self.order_inlets(layer, &above);
        }
        let shapes = &self.shapes;
        let mut wishes: Vec<(Cell, Wish)> = (self.layers[layer].iter())
            .map(|cell| (*cell, Wish::new(*cell, shapes, &above, &below)))
            .collect();
        if is_ordering {
            wishes.sort_by_key(|(cell, wish)| wish.x * 2 + signed(cell.width));
        }
        let places = settle(&wishes);
        self.layers[layer] =
            wishes.into_iter().zip(places).map(|((cell, _), x)| Cell { x, ..cell }).collect();
    }
}

/// Where a cell would like to be, and how much it matters.
#[derive(Clone, Copy, Debug)]
struct Wish {
    x: i64,
    weight: i64,
}

impl Wish {
    fn new(cell: Cell, shapes: &[Shape], above: &Columns, below: &Columns) -> Self {
        let mut sum = 0;
        let mut count = 0;
        let mut meet = |columns: Option<&Vec<usize>>, offset: usize| {
            let Some(columns) = columns.filter(|columns| !columns.is_empty()) else { return };
            sum += mean(columns) - signed(offset);
            count += 1;
        };
        // A bend in a line that passes by is worse than a box beside the middle.
        let weight = match cell.item {
            Item::Rail(net) => {
                meet(above.get(&net), 0);
                meet(below.get(&net), 0);
                4
            }
            Item::Node(node) => {
                for port in &shapes[node].inlets {
                    meet(above.get(&port.net), port.offset);
                }
                for port in &shapes[node].outlets {
                    meet(below.get(&port.net), port.offset);
                }
                2
            }
        };
        if count == 0 {
            Self { x: signed(cell.x), weight: 1 }
        } else {
            Self { x: sum / count, weight }
        }
    }
}

/// Returns the places nearest to the wishes, in their order and without overlap: neighbours that
/// want the same place form a block around the mean (the pool-adjacent-violators algorithm).
fn settle(wishes: &[(Cell, Wish)]) -> Vec<usize> {
    struct Block {
        sum: i64,
        weight: i64,
        count: usize,
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut before = Vec::with_capacity(wishes.len());
    let mut taken = 0;
    for (cell, wish) in wishes {
        before.push(taken);
        let sum = (wish.x - taken) * wish.weight;
        taken += signed(cell.width + GAP);
        blocks.push(Block { sum, weight: wish.weight, count: 1 });
        while let [.., left, right] = blocks.as_slice() {
            if left.sum.div_euclid(left.weight) <= right.sum.div_euclid(right.weight) {
                break;
            }
            let (sum, weight) = (left.sum + right.sum, left.weight + right.weight);
            let count = left.count + right.count;
            blocks.truncate(blocks.len() - 2);
            blocks.push(Block { sum, weight, count });
        }
    }
    let means = blocks
        .iter()
        .flat_map(|block| std::iter::repeat_n(block.sum.div_euclid(block.weight), block.count));
    means.zip(before).map(|(mean, before)| usize::try_from(mean + before).unwrap_or(0)).collect()
}

fn mean(columns: &[usize]) -> i64 {
    columns.iter().map(|x| signed(*x)).sum::<i64>() / signed(columns.len().max(1))
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
