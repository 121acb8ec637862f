//! Where the locks of a blueprint are.

/// The locks of a blueprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locks<'a> {
    /// The folder in which they are: that of the Cargo.toml of the package that declares the
    /// blueprint, on the machine that compiled it. Empty when it is not known.
    pub folder: &'a str,
}

impl<'a> Locks<'a> {
    /// Of a blueprint that nobody releases.
    pub const NONE: Self = Self { folder: "" };

    /// Returns the locks in the folder of a package; Cargo tells which it is.
    pub const fn in_package(folder: Option<&'a str>) -> Self {
        match folder {
            Some(folder) => Self { folder },
            None => Self::NONE,
        }
    }
}
