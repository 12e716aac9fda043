//! Nobody declares itself paid: a payment counts when the provider's signature says so, once, with the right amount.

use super::party;
use crate::world::{COUNTY, Site, World};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::desk::Failure;
use operations::inbox;
use operations::payments::{self, ConfirmError, Confirmation, LocalProvider, OrderError, State};
use std::path::Path;

on_both!(
    a_confirmed_payment_stands_in_the_case_once,
    forgeries_change_nothing,
    an_older_order_is_void_and_what_it_took_is_refunded,
    what_is_due_is_recorded_and_the_rest_refunded,
    what_the_window_took_before_is_refunded,
    a_confirmed_payment_is_used_up_by_its_act,
);

/// The fee of the food licence's item, or of any item of the county that has one.
fn charged(world: &World) -> (String, String, i64) {
    let register = world.platform().register();
    let mut agencies = register.agencies().filter(|agency| *agency.jurisdiction == *COUNTY);
    let (agency, item) = agencies
        .find_map(|agency| {
            let items = agency.items.iter().filter_map(|code| world.law.items.get(&**code));
            let mut items = items
                .filter(|item| !item.fees.is_empty() && item.procedure == "ordinary-application");
            Some((agency.id.to_string(), items.next()?))
        })
        .unwrap();
    let case: String = world.open(&agency, &item.code).case_id.into();
    let window = world.official(&agency, "window");
    world.step(window.clone(), &case, Command::Accept).unwrap();
    let (fee, amount_fen) = (item.fees[0].id.clone(), item.fees[0].amount_fen);
    world.step(window, &case, Command::ChargeFee { fee, amount_fen }).unwrap();
    (agency, case, amount_fen)
}

fn with_cashier(site: Site) -> (World, LocalProvider) {
    std::fs::write(site.folder.path().join("hall.toml"), "[payment]\nprovider = \"local\"\n")
        .unwrap();
    let cashier = LocalProvider::open(site.folder.path()).unwrap();
    (World::at(site, "2026-03-02T09:00"), cashier)
}

fn paid(number: &str, amount_fen: i64) -> Confirmation {
    Confirmation {
        jurisdiction: COUNTY.into(),
        payment: number.into(),
        amount_fen,
        reference: "bank-1".into(),
    }
}

fn payments_in(world: &World, case: &str) -> usize {
    world.events(case).iter().filter(|event| event.kind == ActKind::PayFee).count()
}

fn a_confirmed_payment_stands_in_the_case_once(site: Site) {
    let (world, cashier) = with_cashier(site);
    let (_, case, amount) = charged(&world);
    let me = party("a-001");
    let due = payments::due(world.platform(), &me, [COUNTY, &case]).unwrap().unwrap();
    assert_eq!((due.amount_fen, due.fees.len()), (amount, 1));
    let number = payments::begin(world.platform(), &me, [COUNTY, &case]).unwrap();
    // Gone on with, not begun a second time.
    assert_eq!(payments::begin(world.platform(), &me, [COUNTY, &case]).unwrap(), number);
    let (message, signature) = cashier.message(&paid(&number, amount)).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| payments::confirm(world.platform(), &message, &signature).unwrap());
        }
    });
    payments::confirm(world.platform(), &message, &signature).unwrap();
    assert_eq!(payments_in(&world, &case), 1);
    let kept = payments::find(world.platform(), &me, [COUNTY, &number]).unwrap().unwrap();
    assert_eq!(kept.state, State::Recorded);
    let due = payments::due(world.platform(), &me, [COUNTY, &case]).unwrap().unwrap();
    assert_eq!(due.amount_fen, 0);
    let again = payments::begin(world.platform(), &me, [COUNTY, &case]);
    assert!(matches!(again, Err(OrderError::Nothing)), "{again:?}");
    assert_eq!(payments::settle(world.platform()), Ok(0));
    assert_eq!(world.platform().alarms().about("payment"), None);
}

fn forgeries_change_nothing(site: Site) {
    let (world, cashier) = with_cashier(site);
    let (agency, case, amount) = charged(&world);
    let me = party("a-001");
    let number = payments::begin(world.platform(), &me, [COUNTY, &case]).unwrap();
    // Saying so oneself, with the right number and amount.
    for number in [&*number, "", "made-up"] {
        let number = number.to_owned();
        let command = Command::PayFee { number, amount_fen: amount };
        let refused = world.step(me.clone(), &case, command).unwrap_err();
        let Failure::Invalid(words) = refused else { panic!("{refused:?}") };
        assert!(words.simplified.contains("第五十九条"), "{}", words.simplified);
    }
    let (message, signature) = cashier.message(&paid(&number, amount)).unwrap();
    let confirm =
        |message: &[u8], signature: &str| payments::confirm(world.platform(), message, signature);
    let other = tempfile::tempdir().unwrap();
    let (_, of_another) =
        LocalProvider::open(other.path()).unwrap().message(&paid(&number, amount)).unwrap();
    let turned = signature.replace(|c: char| c.is_ascii_digit(), "0");
    for forged in ["", "00", "zz", &of_another, &turned, &signature[..62]] {
        assert_eq!(confirm(&message, forged), Err(ConfirmError::Forged), "{forged}");
    }
    let changed = String::from_utf8(message.clone()).unwrap().replace("bank-1", "bank-2");
    assert_eq!(confirm(changed.as_bytes(), &signature), Err(ConfirmError::Forged));
    // Rightly signed, and wrong.
    let (little, signed) = cashier.message(&paid(&number, amount - 1)).unwrap();
    assert_eq!(confirm(&little, &signed), Err(ConfirmError::Amount));
    let (unknown, signed) = cashier.message(&paid("no-such", amount)).unwrap();
    assert_eq!(confirm(&unknown, &signed), Err(ConfirmError::Unknown));
    assert_eq!(payments_in(&world, &case), 0);
    // Somebody else's case can be neither looked into nor paid for.
    for stranger in [party("a-002"), world.official(&agency, "window"), Caller::Anyone] {
        assert_eq!(payments::due(world.platform(), &stranger, [COUNTY, &case]).unwrap(), None);
        assert!(payments::begin(world.platform(), &stranger, [COUNTY, &case]).is_err());
        assert_eq!(payments::find(world.platform(), &stranger, [COUNTY, &number]).unwrap(), None);
    }
}

/// What a case says of itself to its party: still due in fen; to be refunded with the number where it was.
fn money_of(world: &World, case: &str) -> (i64, Vec<(i64, Option<String>)>) {
    let due = payments::due(world.platform(), &party("a-001"), [COUNTY, case]).unwrap().unwrap();
    let refunds = payments::refunds(world.platform(), [COUNTY, case]).unwrap().into_iter();
    (due.amount_fen, refunds.map(|one| (one.amount_fen, one.number.map(String::from))).collect())
}

/// What the party was told of refunds, the newest first: amount, and number once it was made.
fn told_of_refunds(world: &World) -> Vec<(i64, Option<String>)> {
    let notices = inbox::list(world.platform(), &party("a-001"), None, 50).unwrap();
    let refunds = notices.into_iter().map(|notice| notice.told).filter(|told| told.refund);
    refunds
        .map(|told| (told.body.amount_fen.unwrap(), told.body.number.map(String::from)))
        .collect()
}

fn confirm(world: &World, cashier: &LocalProvider, (number, amount_fen): (&str, i64)) {
    let (message, signature) = cashier.message(&paid(number, amount_fen)).unwrap();
    payments::confirm(world.platform(), &message, &signature).unwrap();
}

fn stands(world: &World, number: &str) -> bool {
    let me = party("a-001");
    let order = payments::find(world.platform(), &me, [COUNTY, number]).unwrap().unwrap();
    payments::stands(world.platform(), &me, COUNTY, &order).unwrap()
}

fn an_older_order_is_void_and_what_it_took_is_refunded(site: Site) {
    let (world, cashier) = with_cashier(site);
    let (agency, case, amount) = charged(&world);
    let me = party("a-001");
    let first = payments::begin(world.platform(), &me, [COUNTY, &case]).unwrap();
    assert!(stands(&world, &first));
    // The window takes a part: another amount is due now.
    let part = amount / 4;
    let receipt = Command::PayFee { number: "R-1".to_owned(), amount_fen: part };
    world.step(world.official(&agency, "window"), &case, receipt).unwrap();
    let second = payments::begin(world.platform(), &me, [COUNTY, &case]).unwrap();
    assert_ne!(first, second);
    assert!(!stands(&world, &first), "something was paid since");
    assert!(stands(&world, &second));
    // A provider may have taken both all the same, the newer one first.
    confirm(&world, &cashier, (&second, amount - part));
    assert_eq!(money_of(&world, &case), (0, vec![]));
    confirm(&world, &cashier, (&first, amount));
    assert_eq!(money_of(&world, &case), (0, vec![(amount, None)]));
    assert_eq!(payments_in(&world, &case), 2);
    assert_eq!(told_of_refunds(&world), [(amount, None)]);
    assert_eq!(payments::settle(world.platform()), Ok(0), "nothing waits");
    assert_eq!(world.platform().alarms().about("payment"), None);
}

fn what_is_due_is_recorded_and_the_rest_refunded(site: Site) {
    let (world, cashier) = with_cashier(site);
    let (agency, case, amount) = charged(&world);
    let number = payments::begin(world.platform(), &party("a-001"), [COUNTY, &case]).unwrap();
    let part = amount / 4;
    let receipt = Command::PayFee { number: "R-1".to_owned(), amount_fen: part };
    world.step(world.official(&agency, "window"), &case, receipt).unwrap();
    confirm(&world, &cashier, (&number, amount));
    assert_eq!(money_of(&world, &case), (0, vec![(part, None)]));
    let last = world.events(&case).pop().unwrap();
    assert_eq!(last.body.unwrap().amount_fen, Some(amount - part));
}

fn what_the_window_took_before_is_refunded(site: Site) {
    let (world, cashier) = with_cashier(site);
    let (agency, case, amount) = charged(&world);
    let number = payments::begin(world.platform(), &party("a-001"), [COUNTY, &case]).unwrap();
    let window = world.official(&agency, "window");
    let receipt = Command::PayFee { number: "R-1".to_owned(), amount_fen: amount };
    world.step(window.clone(), &case, receipt).unwrap();
    assert!(!stands(&world, &number));
    confirm(&world, &cashier, (&number, amount));
    // Sent twice it says the same.
    confirm(&world, &cashier, (&number, amount));
    assert_eq!(money_of(&world, &case), (0, vec![(amount, None)]));
    assert_eq!(told_of_refunds(&world), [(amount, None)]);
    // The agency has it to do; another one has not.
    let waits = payments::to_refund(world.platform(), &window, 9).unwrap();
    let [one] = &*waits else { panic!("{waits:?}") };
    assert_eq!((&*one.case, one.amount_fen), (&*case, amount));
    let register = world.platform().register();
    let others = register.agencies().filter(|other| *other.jurisdiction == *COUNTY);
    let others = others.filter(|other| *other.id != *agency);
    let mut windows = others.flat_map(|other| world.officials(&other.id, "window"));
    let stranger = windows.next().unwrap();
    assert_eq!(payments::to_refund(world.platform(), &stranger, 9), Ok(vec![]));
    let refund = |caller: &Caller, number: &str| {
        payments::record_refund(world.platform(), caller, &one.key(), number)
    };
    assert!(matches!(refund(&stranger, "TK-7"), Err(Failure::Unknown("payment", _))));
    assert!(matches!(refund(&window, " "), Err(Failure::Invalid(_))));
    refund(&window, "TK-7").unwrap();
    assert!(matches!(refund(&window, "TK-8"), Err(Failure::Unknown("payment", _))));
    let made = (amount, Some("TK-7".to_owned()));
    assert_eq!(money_of(&world, &case), (0, vec![made.clone()]));
    assert_eq!(told_of_refunds(&world)[0], made);
    assert_eq!(payments::to_refund(world.platform(), &window, 9), Ok(vec![]));
    let last = world.events(&case).pop().unwrap();
    assert_eq!(last.kind, ActKind::Record);
    let text = last.body.unwrap().text.unwrap();
    assert!(text.contains("退款单号TK-7") && text.contains(&*number), "{text}");
}

/// A party that puts its confirmed payment on file before the platform does gets nothing out of it.
fn a_confirmed_payment_is_used_up_by_its_act(site: Site) {
    let (mut world, _) = with_cashier(site);
    let (_, case, amount) = charged(&world);
    let me = party("a-001");
    let number = payments::begin(world.platform(), &me, [COUNTY, &case]).unwrap();
    // As it stands between the message of the provider and the act of the platform.
    world.stop();
    world.site.as_owner(&format!(
        "update records set document = replace(document, '\"asked\"', '\"confirmed\"') where record_key = '{number}'"
    ));
    world.restart();
    let pay = |world: &World, amount_fen: i64| {
        world.step(me.clone(), &case, Command::PayFee { number: number.to_string(), amount_fen })
    };
    assert!(matches!(pay(&world, 1), Err(Failure::Invalid(_))), "all that is due, or nothing");
    pay(&world, amount).unwrap();
    let kept = payments::find(world.platform(), &me, [COUNTY, &number]).unwrap().unwrap();
    assert_eq!((kept.state, kept.refund_fen), (State::Recorded, 0));
    assert_eq!(money_of(&world, &case), (0, vec![]));
}

#[test]
fn without_a_provider_every_message_is_forged() {
    let world = World::new("2026-03-02T09:00");
    let cashier = LocalProvider::open(Path::new(world.site.folder.path())).unwrap();
    let (message, signature) = cashier.message(&paid("x", 1)).unwrap();
    let said = payments::confirm(world.platform(), &message, &signature);
    assert_eq!(said, Err(ConfirmError::Forged));
}
