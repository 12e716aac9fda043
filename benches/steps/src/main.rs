//! soon
fn main(){}
