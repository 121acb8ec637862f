//! A grid of characters on which lines of different nets cross without touching.

/// A line leaves the cell upwards.
pub(super) const UP: u8 = 1;
/// A line leaves the cell downwards.
pub(super) const DOWN: u8 = 2;
/// A line leaves the cell to the left.
pub(super) const LEFT: u8 = 4;
/// A line leaves the cell to the right.
pub(super) const RIGHT: u8 = 8;

#[derive(Clone, Copy, Debug, Default)]
enum Cell {
    #[default]
    Empty,
    Text(char),
    Wire {
        net: usize,
        ways: u8,
    },
}

/// The grid; it grows where something is put.
#[derive(Clone, Debug, Default)]
pub(super) struct Canvas {
    rows: Vec<Vec<Cell>>,
}

impl Canvas {
    /// Puts a character, over whatever is there.
    pub(super) fn put(&mut self, x: usize, y: usize, character: char) {
        *self.cell(x, y) = Cell::Text(character);
    }

    /// Puts characters from left to right.
    pub(super) fn text(&mut self, x: usize, y: usize, text: &str) {
        for (character, x) in text.chars().zip(x..) {
            // A line end inside a name would tear the picture apart.
            self.put(x, y, if character.is_control() { ' ' } else { character });
        }
    }

    /// Adds ways out of a cell to the line of a net.
    pub(super) fn wire(&mut self, x: usize, y: usize, net: usize, ways: u8) {
        let cell = self.cell(x, y);
        *cell = match *cell {
            Cell::Empty => Cell::Wire { net, ways },
            Cell::Wire { net: owner, ways: other } if owner == net => {
                Cell::Wire { net, ways: ways | other }
            }
            // Where two nets cross, the one that goes down passes over the other.
            Cell::Wire { .. } if ways & (UP | DOWN) != 0 => Cell::Wire { net, ways },
            other => other,
        };
    }

    /// Draws a line from one row down to another, which it does not reach.
    pub(super) fn vertical(&mut self, x: usize, from: usize, to: usize, net: usize) {
        for y in from..to {
            self.wire(x, y, net, UP | DOWN);
        }
    }

    /// Returns the rows without blanks at their ends.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let line: String = row.iter().map(|cell| cell.glyph()).collect();
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn cell(&mut self, x: usize, y: usize) -> &mut Cell {
        if self.rows.len() <= y {
            self.rows.resize_with(y + 1, Vec::new);
        }
        let row = &mut self.rows[y];
        if row.len() <= x {
            row.resize(x + 1, Cell::Empty);
        }
        &mut row[x]
    }
}

impl Cell {
    fn glyph(self) -> char {
        const GLYPHS: [char; 16] =
            [' ', '│', '│', '│', '─', '╯', '╮', '┤', '─', '╰', '╭', '├', '─', '┴', '┬', '┼'];
        match self {
            Self::Empty => ' ',
            Self::Text(character) => character,
            Self::Wire { ways, .. } => GLYPHS[usize::from(ways & 15)],
        }
    }
}
