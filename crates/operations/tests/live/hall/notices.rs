//! What a party is told, and how it reaches it: in its inbox at once, by e-mail through a relay that may be away.

use super::{PDF, complete_draft, demanded, party, upload};
use crate::world::{COUNTY, Site, World, local};
use domain::case::decide::Command;
use domain::event::ActKind;
use domain::text::Language;
use operations::applications::{hand_in, of_case};
use operations::caller::Caller;
use operations::desk::{Record, Records, Request};
use operations::drafts::{self, Purpose};
use operations::files::UploadError;
use operations::hall_settings::{HallSettings, MailSettings};
use operations::inbox;
use operations::mail::{About, Contact, Relay, collect, deliver, waiting};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc;

on_both!(
    a_party_reads_what_became_of_its_case,
    a_supplement_is_exactly_what_was_asked_for,
    letters_outlive_a_relay_that_is_away,
    one_that_is_turned_away_for_now_stands_before_nobody,
    no_absence_of_the_relay_gives_a_letter_up,
    who_does_not_want_letters_gets_none,
);

fn ask_for(world: &World, agency: &str, case: &str, materials: Vec<String>) {
    let reason = "复印件看不清楚".to_owned();
    let ask = Command::RequestSupplement { materials, reason };
    world.step(world.official(agency, "window"), case, ask).unwrap();
}

fn a_party_reads_what_became_of_its_case(site: Site) {
    let mut world = World::at(site, "2026-03-02T09:00");
    let (agency, case) = world.applied();
    ask_for(&world, &agency, &case, demanded(&world)[..1].to_vec());
    world.restart();
    let me = party("a-001");
    let notices = inbox::list(world.platform(), &me, None, 20).unwrap();
    let kinds: Vec<_> = notices.iter().map(|notice| notice.told.kind).collect();
    assert_eq!(kinds, [ActKind::RequestSupplement, ActKind::Submit]);
    assert_eq!(notices[0].told.body.reason.as_deref(), Some("复印件看不清楚"));
    assert_eq!(inbox::unread(world.platform(), &me).unwrap(), 2);
    inbox::mark_read(world.platform(), &me, notices[0].at).unwrap();
    assert_eq!(inbox::unread(world.platform(), &me).unwrap(), 0);
    // Silence is told of too: acceptance by law.
    world.pass_to("2026-03-20T09:00");
    let older =
        inbox::list(world.platform(), &me, Some((notices[0].at, &notices[0].key)), 20).unwrap();
    assert_eq!(older.len(), 1, "pages go by time");
    for stranger in [party("a-002"), world.official(&agency, "window")] {
        assert!(
            inbox::list(world.platform(), &stranger, None, 20).map_or(true, |all| all.is_empty())
        );
        assert_eq!(inbox::unread(world.platform(), &stranger).unwrap(), 0);
    }
}

fn a_supplement_is_exactly_what_was_asked_for(site: Site) {
    let world = World::at(site, "2026-03-02T09:00");
    let me = party("a-001");
    let case = hand_in(world.platform(), &me, &complete_draft(&world, &me)).unwrap().case;
    let agency = world.agency("market-regulation", COUNTY);
    let wanted = demanded(&world);
    ask_for(&world, &agency, &case, wanted[..1].to_vec());
    let purpose = Purpose::Supplement {
        jurisdiction: COUNTY.into(),
        case: case.clone(),
        item: crate::world::FOOD.into(),
        asked: vec![wanted[0].as_str().into()],
    };
    let id = drafts::begin(world.platform(), &me, purpose, BTreeMap::new()).unwrap();
    let other = upload(&world, &me, [&id, &wanted[1]], ("b.pdf", PDF));
    assert!(matches!(other, Err(UploadError::Missing)), "{other:?}");
    assert!(hand_in(world.platform(), &me, &id).is_err(), "what was asked for is missing");
    let clear = [PDF, b"%clear"].concat();
    upload(&world, &me, [&id, &wanted[0]], ("b.pdf", &clear)).unwrap();
    hand_in(world.platform(), &me, &id).unwrap();
    let known = of_case(world.platform(), &me, COUNTY, &case).unwrap().unwrap();
    assert_eq!(known.supplement_from, Some(wanted.len()));
    assert_eq!(known.files.len(), wanted.len() + 1);
    let last = world.events(&case).pop().unwrap();
    assert_eq!(last.kind, ActKind::ReceiveSupplement);
    let evidence = last.body.unwrap().evidence.unwrap();
    assert_eq!(*evidence, *format!("sha256: {}", known.files.last().unwrap().digest));
}

/// A relay that takes letters: the smallest SMTP there is. Each connection brings one.
fn sink(listener: TcpListener) -> mpsc::Receiver<String> {
    busy_sink(listener, 0)
}

/// One that first turns away so many recipients.
fn busy_sink(listener: TcpListener, mut busy: usize) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            write!(stream, "220 sink\r\n").unwrap();
            let mut letter = String::new();
            while let Some(Ok(line)) = lines.next() {
                let word = line.split(' ').next().unwrap_or_default().to_uppercase();
                letter += &line;
                letter.push('\n');
                match word.as_str() {
                    "DATA" => {
                        write!(stream, "354 go on\r\n").unwrap();
                        for line in
                            lines.by_ref().map_while(Result::ok).take_while(|line| line != ".")
                        {
                            letter += &line;
                            letter.push('\n');
                        }
                        sender.send(std::mem::take(&mut letter)).unwrap();
                        write!(stream, "250 taken\r\n").unwrap();
                    }
                    "RCPT" if busy > 0 => {
                        busy -= 1;
                        write!(stream, "450 come back\r\n").unwrap();
                    }
                    "QUIT" => {
                        write!(stream, "221 bye\r\n").unwrap();
                        break;
                    }
                    _ => write!(stream, "250 ok\r\n").unwrap(),
                }
            }
        }
    });
    receiver
}

/// Keeps where a party is written to, or forgets it; in the program whoever does this has verified the address.
fn keep(world: &World, person: &str, contact: Option<Contact>) {
    let person = person.to_owned();
    let work = move |records: &mut Records<'_>| {
        let everywhere = store::settings::EVERYWHERE;
        match contact {
            None => records.remove([everywhere, "contact", &person]),
            Some(contact) => records.write(Record {
                jurisdiction: everywhere.into(),
                kind: "contact".into(),
                key: person.as_str().into(),
                owner: person.as_str().into(),
                at: records.now(),
                document: serde_json::to_string(&contact).unwrap().into(),
            }),
        }
        Ok(Ok(()))
    };
    world.platform().ask(Caller::Platform, Request::Keep(Box::new(work)), None).unwrap();
}

/// Lets the world begin with a relay at a port, and reads it.
fn with_relay(site: &Site, port: u16) -> MailSettings {
    let text = format!(
        "[mail]\nrelay = \"127.0.0.1\"\nport = {port}\nfrom = \"Hall <hall@example.cn>\"\n"
    );
    std::fs::write(site.folder.path().join("hall.toml"), text).unwrap();
    HallSettings::read(site.folder.path()).unwrap().mail.unwrap()
}

fn letters_outlive_a_relay_that_is_away(site: Site) {
    // Nobody listens there yet.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let relay = Relay::new(&with_relay(&site, port)).unwrap();
    let mut world = World::at(site, "2026-03-02T09:00");
    keep(&world, "a-001", Some(Contact::verified("wang@example.cn", Language::English)));
    let _ = world.applied();
    let word =
        |told: &inbox::Told, _: &Contact| ("Received".to_owned(), format!("case {}", told.case));
    // What was asked for in the transaction of the act is there at once, and over a restart.
    world.restart();
    assert_eq!(collect(world.platform(), word), Ok(1));
    assert_eq!(collect(world.platform(), word), Ok(0), "each notice becomes one letter");
    assert_eq!(deliver(world.platform(), &relay).unwrap().later, 1);
    assert_eq!(
        deliver(world.platform(), &relay).unwrap(),
        Default::default(),
        "not before its pause is over"
    );
    world.restart();
    assert_eq!(waiting(world.platform()).unwrap(), 1);
    world.time.set(local("2026-03-02T09:05"));
    let letters = sink(TcpListener::bind(("127.0.0.1", port)).unwrap());
    assert_eq!(deliver(world.platform(), &relay).unwrap().taken, 1);
    let letter = letters.recv().unwrap();
    assert!(
        letter.contains("RCPT TO:<wang@example.cn>") && letter.contains("Subject: Received"),
        "{letter}"
    );
    assert_eq!(waiting(world.platform()).unwrap(), 0);
    assert_eq!(deliver(world.platform(), &relay).unwrap(), Default::default());
}

fn one_that_is_turned_away_for_now_stands_before_nobody(site: Site) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let relay = Relay::new(&with_relay(&site, listener.local_addr().unwrap().port())).unwrap();
    let letters = busy_sink(listener, 1);
    let world = World::at(site, "2026-03-02T09:00");
    keep(&world, "a-001", Some(Contact::verified("wang@example.cn", Language::English)));
    let word = |told: &inbox::Told, _: &Contact| ("Received".to_owned(), told.case.to_string());
    let _ = (world.applied(), world.applied());
    assert_eq!(collect(world.platform(), word), Ok(2));
    let sent = deliver(world.platform(), &relay).unwrap();
    assert_eq!((sent.taken, sent.later), (1, 1), "the second goes in the same round");
    assert!(letters.recv().unwrap().contains("RCPT"));
    assert_eq!(world.platform().alarms().about("relay"), None, "the relay is there");
    // The other one waits for its own time.
    assert_eq!(deliver(world.platform(), &relay).unwrap(), Default::default());
    world.time.set(local("2026-03-02T09:01"));
    assert_eq!(deliver(world.platform(), &relay).unwrap().taken, 1);
}

fn no_absence_of_the_relay_gives_a_letter_up(site: Site) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let relay = Relay::new(&with_relay(&site, port)).unwrap();
    let world = World::at(site, "2026-03-02T09:00");
    keep(&world, "a-001", Some(Contact::verified("wang@example.cn", Language::English)));
    let word = |told: &inbox::Told, _: &Contact| ("Received".to_owned(), told.case.to_string());
    let _ = world.applied();
    assert_eq!(collect(world.platform(), word), Ok(1));
    for minute in 1..=30 {
        assert_eq!(deliver(world.platform(), &relay).unwrap().later, 1, "{minute}");
        world.time.set(local(&format!("2026-03-02T09:{minute:02}")));
    }
    let alarm = world.platform().alarms().about("relay").unwrap();
    assert!(alarm.contains("the relay is away"), "{alarm}");
    let letters = sink(TcpListener::bind(("127.0.0.1", port)).unwrap());
    assert_eq!(deliver(world.platform(), &relay).unwrap().taken, 1);
    assert!(letters.recv().is_ok());
    assert_eq!(world.platform().alarms().about("relay"), None);
}

fn who_does_not_want_letters_gets_none(site: Site) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let relay = Relay::new(&with_relay(&site, listener.local_addr().unwrap().port())).unwrap();
    let letters = sink(listener);
    let world = World::at(site, "2026-03-02T09:00");
    let word = |told: &inbox::Told, _: &Contact| (told.kind.word().to_owned(), String::new());
    // Without an address, nothing; what was asked for is not asked for again later.
    let (agency, case) = world.applied();
    assert_eq!(collect(world.platform(), word), Ok(0));
    let contact = Contact::verified("wang@example.cn", Language::English);
    let contact = Contact { about: vec![About::Asked], ..contact };
    keep(&world, "a-001", Some(contact.clone()));
    assert_eq!(collect(world.platform(), word), Ok(0));
    // Only what was chosen.
    ask_for(&world, &agency, &case, demanded(&world)[..1].to_vec());
    let _ = world.applied();
    assert_eq!(collect(world.platform(), word), Ok(1));
    // A letter that waits does not go to an address that was given up meanwhile.
    let other = Contact { email: "other@example.cn".into(), ..contact };
    keep(&world, "a-001", Some(other));
    assert_eq!(deliver(world.platform(), &relay).unwrap(), Default::default());
    assert_eq!(waiting(world.platform()).unwrap(), 0);
    assert!(letters.try_recv().is_err());
    keep(&world, "a-001", None);
    let _ = world.applied();
    assert_eq!(collect(world.platform(), word), Ok(0));
}
