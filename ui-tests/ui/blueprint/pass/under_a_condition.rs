use cloudflow_ui_tests::*;

blueprint! {
    #[cfg(any())]
    pub nowhere {
        streamlets { a = source; c = sink; }
        connections { a.out => c.in; }
    }
}

blueprint! {
    #[cfg(all())]
    pub somewhere {
        streamlets { a = source; b = convert; c = sink; }
        connections { a.out => b.data; b.out => c.in; }
    }
}

pub(crate) fn main() {
    assert_eq!(somewhere::BLUEPRINT.connections.len(), 2);
}
