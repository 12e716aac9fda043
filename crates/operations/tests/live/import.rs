//! Importing catalogues: a dry run, then drafts; and what is withheld from disclosure.

use crate::world::{FOOD, World};
use domain::item::guide::GovernmentLevel;
use exchange::catalogue::{write_csv, write_json, write_xlsx};
use operations::caller::Caller;
use operations::catalogue::disclosure::{Scope, catalogue, disclose, withheld, withhold};
use operations::catalogue::import::{Weight, carry_out, plan};
use operations::catalogue::{drafts, trail};
use operations::desk::Failure;
use operations::items::{Search, search};
use std::path::PathBuf;

fn legal(world: &World) -> Caller {
    world.official(&world.agency("legal-office", "990000"), "legal-officer")
}

#[test]
fn what_was_exported_changes_nothing_when_it_is_imported() {
    let world = World::new("2026-03-05T09:00");
    let items = || world.platform().law().items.values();
    let (mut csv, mut xlsx, mut json) = (Vec::new(), Vec::new(), Vec::new());
    write_csv(&mut csv, items()).unwrap();
    write_xlsx(&mut xlsx, items()).unwrap();
    write_json(&mut json, items()).unwrap();
    for bytes in [csv, xlsx, json] {
        let plan = plan(world.platform(), &legal(&world), "x", &*bytes).unwrap();
        assert_eq!(
            (plan.total, plan.unchanged()),
            (items().count(), items().count()),
            "{:#?}",
            plan.faults.first()
        );
        assert_eq!((plan.complete(), plan.incomplete(), plan.unreadable()), (0, 0, 0));
        assert_eq!(carry_out(world.platform(), &legal(&world), &plan, "核对").unwrap(), 0);
    }
}

#[test]
fn a_row_that_changes_becomes_a_draft_with_what_it_lacks() {
    let world = World::new("2026-03-05T09:00");
    let file = "code,name,kind,procedure,law,article,holder,levels,forms,result,materials
N-1,小餐饮登记,licence,ordinary-licence,某省条例,8,市场监督管理部门,county,window,登记证,营业执照 | 申请人 | 是 | 某省条例 | 8
N-2,无依据事项,licence,,,,,,,,
";
    let plan = plan(world.platform(), &legal(&world), "items.csv", file.as_bytes()).unwrap();
    assert_eq!((plan.total, plan.complete(), plan.incomplete()), (2, 0, 2));
    let of = |row: usize, weight: Weight| -> Vec<&str> {
        let faults = plan.faults.iter().filter(|fault| (fault.row, fault.weight) == (row, weight));
        faults.map(|fault| fault.column.as_str()).collect()
    };
    assert_eq!(of(1, Weight::Incomplete), ["material"]);
    assert_eq!(
        of(2, Weight::Incomplete),
        ["basis", "procedure", "holder", "levels", "forms", "result"]
    );
    assert!(drafts::find(world.platform(), "N-1").unwrap().is_none());
    assert_eq!(carry_out(world.platform(), &legal(&world), &plan, "首次导入").unwrap(), 2);
    let draft = drafts::find(world.platform(), "N-1").unwrap().unwrap();
    assert_eq!(draft.imported.unwrap().row, 1);
    let found =
        search(world.platform(), &Search { words: "无依据事项".to_owned(), ..Search::default() });
    let hits = found.unwrap().hits;
    assert!(hits[0].draft && hits[0].item.code == "N-2");
    let window = world.official(&world.agency("market-regulation", "990101"), "window");
    let refused = carry_out(world.platform(), &window, &plan, "越权");
    assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
}

#[test]
fn the_real_items_of_a_district_become_a_catalogue_and_a_report() {
    let folder =
        std::env::var_os("YANGGUANG_DATA").map_or_else(|| PathBuf::from("data"), PathBuf::from);
    let path = folder.join("cn_guangan_service_items.json");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is not there; YANGGUANG_DATA says where it is", path.display());
        return;
    };
    let world = World::new("2026-03-05T09:00");
    let plan =
        plan(world.platform(), &legal(&world), "cn_guangan_service_items.json", &*bytes).unwrap();
    assert_eq!((plan.total, plan.planned.len(), plan.unreadable()), (1_135, 1_135, 0));
    assert_eq!((plan.complete(), plan.incomplete()), (0, 1_135));
    let about = |column: &str, weight: Weight| {
        let faults =
            plan.faults.iter().filter(|fault| fault.column == column && fault.weight == weight);
        faults.count()
    };
    // Codes of 4, 7 or 8 segments; agencies cut off after 17 characters or named by 9.
    assert!(about("code", Weight::Advice) > 130, "{}", about("code", Weight::Advice));
    assert!(about("department", Weight::Advice) > 800, "{}", about("department", Weight::Advice));
    assert_eq!(about("basis", Weight::Incomplete), 1_135);
    assert_eq!(about("procedure", Weight::Incomplete), 1_135);
    assert_eq!(carry_out(world.platform(), &legal(&world), &plan, "首次导入").unwrap(), 1_135);
    let wanted = Search { words: "jszgrd".to_owned(), ..Search::default() };
    let hits = search(world.platform(), &wanted).unwrap().hits;
    assert_eq!(hits[0].item.name.simplified, "教师资格认定");
    assert!(hits[0].draft);
    let department = Search { department: Some("区经信局".to_owned()), ..Search::default() };
    assert!(!search(world.platform(), &department).unwrap().hits.is_empty());
}

#[test]
fn an_entry_is_withheld_on_the_grounds_of_the_law_alone() {
    let world = World::new("2026-03-05T09:00");
    let (platform, legal) = (world.platform(), legal(&world));
    let refused = withhold(platform, &legal, (FOOD, "inconvenient"), "不便公开");
    let Err(Failure::Invalid(message)) = refused else { panic!("{refused:?}") };
    assert!(message.simplified.contains("第十四条"));
    let window = world.official(&world.agency("market-regulation", "990101"), "window");
    let refused = withhold(platform, &window, (FOOD, "trade-secret"), "配方");
    assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
    withhold(platform, &legal, (FOOD, "trade-secret"), "涉及第三方配方").unwrap();
    let county = catalogue(platform, &Scope::Level(GovernmentLevel::County)).unwrap();
    let entry = county.iter().find(|entry| entry.item.code == FOOD).unwrap();
    let (kept, ground) = entry.withheld.as_ref().unwrap();
    assert_eq!(kept.reason, "涉及第三方配方");
    assert_eq!(ground.unwrap().basis.article, "15");
    assert!(kept.by.at > 0 && !kept.by.agency.is_empty());
    disclose(platform, &legal, FOOD, "第三方同意公开").unwrap();
    assert!(withheld(platform, FOOD).unwrap().is_none());
    assert_eq!(trail::of_item(platform, &legal, FOOD, 10).unwrap().len(), 2);
    let agency = world.agency("market-regulation", "990101");
    let own = catalogue(platform, &Scope::Agency(agency)).unwrap();
    assert!(!own.is_empty() && own.len() < county.len());
}
