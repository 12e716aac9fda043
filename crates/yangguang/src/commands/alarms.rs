//! Alarms on the error output, and so in the journal of the machine: whoever runs the server reads there what is wrong.

use crate::terminal;
use operations::alarms::Alarms;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Between two looks: what comes and goes meanwhile is told by the figures alone.
const PAUSE: Duration = Duration::from_secs(5);

type Standing = Vec<(&'static str, String)>;

/// Tells for as long as the program runs what is raised, changed and taken back.
///
/// # Errors
/// The machine gives no thread.
pub(super) fn tell(alarms: Arc<Alarms>) -> std::io::Result<()> {
    let work = move || {
        let mut told = Standing::new();
        loop {
            let stand = alarms.all();
            changes(&told, &stand).iter().for_each(|line| terminal::note(line));
            told = stand;
            thread::sleep(PAUSE);
        }
    };
    thread::Builder::new().name("alarms".to_owned()).spawn(work).map(drop)
}

/// What there is to say when these alarms stood, and now those do.
fn changes(told: &Standing, stand: &Standing) -> Vec<String> {
    let raised = stand.iter().filter(|alarm| !told.contains(alarm));
    let raised = raised.map(|(about, message)| format!("alarm {about}: {}", nameless(message)));
    let stands = |about| stand.iter().any(|(other, _)| *other == about);
    let over = told.iter().filter(|(about, _)| !stands(*about));
    raised.chain(over.map(|(about, _)| format!("alarm {about}: over"))).collect()
}

/// A message in one line and without the addresses of people, which a relay may name in its answer.
fn nameless(message: &str) -> String {
    let word = |word| if str::contains(word, '@') { "…@…" } else { word };
    message.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_is_said_once_and_names_nobody() {
        let away = vec![("relay", "the relay is away:\nno route".to_owned())];
        let none = Standing::new();
        assert_eq!(changes(&none, &away), ["alarm relay: the relay is away: no route"]);
        assert_eq!(changes(&away, &away), Vec::<String>::new());
        let other = vec![("relay", "the relay is away: 535".to_owned())];
        assert_eq!(changes(&away, &other), ["alarm relay: the relay is away: 535"]);
        assert_eq!(changes(&other, &none), ["alarm relay: over"]);
        let given_up = vec![("mail", "550 <su.wan@mail.example> unknown".to_owned())];
        assert_eq!(changes(&none, &given_up), ["alarm mail: 550 …@… unknown"]);
    }
}
