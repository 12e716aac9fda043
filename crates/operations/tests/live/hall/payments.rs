//! Nobody declares itself paid: a payment counts when the provider's signature says so, once, with the right amount.

use super::party;
use crate::world::{COUNTY, Site, World};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::desk::Failure;
use operations::payments::{self, ConfirmError, Confirmation, LocalProvider, OrderError, State};
use std::path::Path;

on_both!(a_confirmed_payment_stands_in_the_case_once, forgeries_change_nothing);

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

#[test]
fn without_a_provider_every_message_is_forged() {
    let world = World::new("2026-03-02T09:00");
    let cashier = LocalProvider::open(Path::new(world.site.folder.path())).unwrap();
    let (message, signature) = cashier.message(&paid("x", 1)).unwrap();
    let said = payments::confirm(world.platform(), &message, &signature);
    assert_eq!(said, Err(ConfirmError::Forged));
}
