//! Every procedure, item and level mapping of the project can be published.

use crate::shelf::{ITEMS, PROCEDURES, files, folder};
use domain::event::{ActKind, Name};
use domain::level::LevelMapping;
use domain::procedure::{LimitKind, Performer, Procedure};

#[test]
fn every_procedure_is_sound_and_named_like_its_file() {
    for procedure in PROCEDURES.iter() {
        let file = folder().join("procedures").join(format!("{}.toml", procedure.id));
        assert!(file.exists(), "{} has another file name", procedure.id);
        assert_eq!(procedure.hash.len(), 64);
    }
    assert!(PROCEDURES.len() >= 7);
}

#[test]
fn every_procedure_has_a_statutory_or_promised_clock() {
    for procedure in PROCEDURES.iter() {
        let clock = procedure.limits.iter().any(|limit| limit.kind != LimitKind::Stage);
        assert!(clock, "{} has no clock", procedure.id);
    }
}

/// The longest time of the law, or where it names none a time after which the ground is declared anew: nothing stands still
/// for years unseen.
#[test]
fn no_ground_of_a_special_procedure_is_unbounded() {
    let mut grounds = 0;
    for procedure in PROCEDURES.iter() {
        for pause in &procedure.pauses {
            let name = format!("{}: {}", procedure.id, pause.ground);
            let bound = pause.at_once();
            let bound = bound.unwrap_or_else(|| panic!("{name} has neither longest nor review"));
            assert!(bound.basis.is_complete() && bound.amount > 0, "{name}");
            let both = pause.longest.is_some() && pause.review.is_some();
            assert!(!both, "{name}: what the law bounds needs no rule of the house");
            grounds += 1;
        }
    }
    assert!(grounds > 40, "{grounds}");
}

#[test]
fn every_item_names_a_procedure_and_grounds_that_exist() {
    for item in ITEMS.iter() {
        let procedure = PROCEDURES.iter().find(|procedure| procedure.id == item.procedure);
        let procedure = procedure.unwrap_or_else(|| panic!("{}: no procedure", item.code));
        for ground in &item.special_procedures {
            assert!(procedure.pause(ground).is_some(), "{}: {ground}", item.code);
        }
    }
}

/// Whether anything is paid on a procedure: it has a stage for it, or an item with a fee.
fn takes_money(procedure: &Procedure) -> bool {
    let mut items = ITEMS.iter().filter(|item| item.procedure == procedure.id);
    let priced = items.any(|item| !item.fees.is_empty());
    priced || procedure.stages_of_act(ActKind::PayFee).next().is_some()
}

#[test]
fn where_money_is_paid_whoever_judges_does_not_collect() {
    let mut kept = 0;
    for procedure in PROCEDURES.iter() {
        let Some(rule) = &procedure.collection else {
            assert!(!takes_money(procedure), "{}: money, and no `[collection]`", procedure.id);
            continue;
        };
        kept += usize::from(takes_money(procedure));
        let apart = || rule.apart_from.iter().filter_map(|stage| procedure.stage(*stage));
        let judges = |role: &Option<Name>| apart().any(|stage| stage.role == *role);
        for stage in procedure.stages_of_act(ActKind::Decide) {
            let stage = procedure.stage(stage).unwrap();
            assert!(judges(&stage.role), "{}: {} may collect", procedure.id, stage.id);
        }
        let mut organ = procedure.stages.iter().filter(|s| s.performer == Performer::Organ);
        assert!(organ.any(|stage| !judges(&stage.role)), "{}: nobody may collect", procedure.id);
    }
    assert!(kept >= 4, "{kept}");
}

#[test]
fn every_level_mapping_is_complete() {
    let mappings: Vec<LevelMapping> = files(&folder().join("levels"), "toml")
        .iter()
        .map(|(file, text)| LevelMapping::parse(file, text).unwrap())
        .collect();
    assert!(LevelMapping::of(&mappings, "360102").is_some_and(|mapping| mapping.id == "default"));
    assert!(LevelMapping::of(&mappings, "440103").is_some_and(|mapping| mapping.id == "guangdong"));
}
