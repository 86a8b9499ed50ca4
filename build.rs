//! The theme, the sample content and the starter are part of the binary: it is built
//! again when one of their files changes, which the macro that reads them cannot ask for.

fn main() {
    for folder in ["themes/cde", "content", "src/starter"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
