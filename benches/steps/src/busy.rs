//! Processes that keep the cores busy, as the neighbours on a shared machine do.

use std::process::{Child, Command, Stdio};

/// Busy until dropped.
pub struct Busy(Vec<Child>);

pub fn start(count: usize) -> Result<Busy, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut busy = Busy(Vec::new());
    for _ in 0..count {
        let child = Command::new(&own).arg("spin").stdin(Stdio::piped()).spawn();
        busy.0.push(child.map_err(|error| error.to_string())?);
    }
    Ok(busy)
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Spins until whoever started it is gone: its input ends then.
pub fn spin() -> Result<(), String> {
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    loop {
        std::hint::spin_loop();
    }
}
