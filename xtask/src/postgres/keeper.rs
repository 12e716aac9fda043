//! The process that cleans up after the server, even when whoever started it was killed.
//!
//! The standard library has no signal handlers. So a shell in a process group of its own, out of reach of Ctrl-C, reads
//! from a pipe whose other end only this program holds: its input ends when the guard lets go, or when this program is
//! no more. Then it stops the server and removes the folder.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const SCRIPT: &str = r#"
cat > /dev/null
file="$1/data/postmaster.pid"
if [ -f "$file" ]; then
    server=$(head -n 1 "$file")
    kill -INT "$server"
    waited=0
    # The server takes the file away as its last act.
    while [ -f "$file" ] && [ "$waited" -lt 200 ]; do
        sleep 0.05
        waited=$((waited + 1))
    done
    [ ! -f "$file" ] || kill -KILL "$server"
fi
rm -rf "$1"
"#;

/// Starts the keeper of a folder.
pub(super) fn start(folder: &Path) -> std::io::Result<Child> {
    let mut keeper = Command::new("sh");
    keeper.args(["-c", SCRIPT, "keeper"]).arg(folder);
    apart(&mut keeper);
    keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
}

/// In a process group of its own, where the Ctrl-C of a terminal does not reach.
pub(super) fn apart(command: &mut Command) {
    command.process_group(0);
}
