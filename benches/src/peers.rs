//! The peers and the limits, each in a process of its own.

use process_mining::core::event_data::case_centric::xes::{
    XESImportOptions, import_xes, stream_xes_from_path,
};
use quick_xml::events::Event;
use std::fs::File;
use std::io::{BufReader, Read};

pub fn run(peer: &str, path: &str) {
    let counted = match peer {
        "stream" => {
            let options = XESImportOptions::default();
            let (mut stream, _) = stream_xes_from_path(path, options).expect("an XES log");
            let events: usize = (&mut stream).map(|trace| trace.events.len()).sum();
            assert!(stream.check_for_errors().is_none());
            events
        }
        "eventlog" => {
            let file = BufReader::new(File::open(path).expect("the log"));
            let log = import_xes(file, XESImportOptions::default()).expect("an XES log");
            log.traces.iter().map(|trace| trace.events.len()).sum()
        }
        "tags" => tags(path),
        "read" => {
            let mut file = File::open(path).expect("the log");
            let mut buffer = vec![0; 1 << 20];
            let mut sum = 0;
            while let Ok(count @ 1..) = file.read(&mut buffer) {
                sum += count;
            }
            sum
        }
        _ => panic!("no peer `{peer}`"),
    };
    println!("{counted}");
}

fn tags(path: &str) -> usize {
    let file = BufReader::with_capacity(1 << 18, File::open(path).expect("the log"));
    let mut reader = quick_xml::Reader::from_reader(file);
    let mut buffer = Vec::new();
    let mut tags = 0;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).expect("XML") {
            Event::Eof => return tags,
            Event::Start(_) | Event::Empty(_) => tags += 1,
            _ => {}
        }
    }
}
