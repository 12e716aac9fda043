//! The real log, plain, once and ten times over (the same cases under other names).

use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

const LOG: &str = "Road_Traffic_Fine_Management_Process.xes.gz";

/// Where the logs are.
pub struct Logs {
    pub folder: PathBuf,
    pub once: PathBuf,
    pub tenfold: PathBuf,
    pub megabytes: u64,
}

/// Unpacks and multiplies the log, once per machine.
pub fn prepare(data: &Path) -> Logs {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/logs");
    std::fs::create_dir_all(&folder).expect("a folder for logs");
    let (once, tenfold) = (folder.join("once.xes"), folder.join("tenfold.xes"));
    if !once.is_file() {
        let mut source = MultiGzDecoder::new(File::open(data.join(LOG)).expect("the real log"));
        let mut target = File::create(&once).expect("room for the log");
        std::io::copy(&mut source, &mut target).expect("the log can be unpacked");
    }
    if !tenfold.is_file() {
        multiply(&once, &tenfold);
    }
    let megabytes = std::fs::metadata(&once).map_or(0, |metadata| metadata.len() / 1_000_000);
    Logs { folder, once, tenfold, megabytes }
}

fn multiply(once: &Path, tenfold: &Path) {
    let mut target = BufWriter::new(File::create(tenfold).expect("room for ten logs"));
    for copy in 0..10 {
        let source = BufReader::new(File::open(once).expect("the log"));
        let (mut in_traces, mut names_case) = (false, false);
        for line in source.lines() {
            let line = line.expect("text");
            in_traces |= line.contains("<trace>");
            let tail = line.contains("</log>");
            if (!in_traces && copy > 0) || (tail && copy < 9) {
                continue;
            }
            if names_case && line.contains("concept:name") {
                let named = line.replace("\"/>", &format!("-{copy}\"/>"));
                writeln!(target, "{named}").expect("room");
            } else {
                writeln!(target, "{line}").expect("room");
            }
            names_case = line.contains("<trace>");
        }
    }
    target.flush().expect("room");
}
