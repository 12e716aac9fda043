//! Catalogues in and out: what is read, what is said of each row, and that what is written can be read again.

use super::*;
use domain::item::ItemKind;

fn columns_at_fault(reading: &Reading, row: usize) -> Vec<&str> {
    let faults = reading.faults.iter().filter(|fault| fault.row == row);
    faults.map(|fault| fault.column.as_str()).collect()
}

const TABLE: &str = "事项编码,事项名称,权力类型,设定依据,依据条款,承诺时限,承诺依据,申请材料,收费,行使层级,备注
A-1,食品摊贩登记,行政许可,食品安全法,36,10 working_days,优化营商环境条例 | 36,申请书 | 申请人 | 是 | 食品安全法 | 36,工本费 | 5.50 | 本 | 收费办法 | 3,\"county, 市级\",x
A-2,某项处罚,02,行政处罚法,,,,,,,
A-1,重复,行政许可,,,,,,,,
,没有编码,行政许可,,,,,,,,
A-3,类型不明,行政指导,,,十天,,,,,
A-4,坏格,1,法,1,十天,,甲 | 乙 | 是,费 | 五元 | 本,,
";

fn check_table(reading: &Reading) {
    assert_eq!(reading.total, 6);
    let codes: Vec<&str> = reading.rows.iter().map(|row| row.item.code.as_str()).collect();
    assert_eq!(codes, ["A-1", "A-2", "A-4"]);
    let item = &reading.rows[0].item;
    assert_eq!(item.kind, ItemKind::Licence);
    assert_eq!(item.promised.as_ref().unwrap().amount, 10);
    assert_eq!(item.materials[0].name.simplified, "申请书");
    assert_eq!(item.fees[0].amount_fen, 550);
    assert_eq!(reading.rows[1].item.kind, ItemKind::Penalty);
    assert_eq!(columns_at_fault(reading, 0), ["备注"]);
    assert_eq!(columns_at_fault(reading, 1), ["levels"]);
    assert_eq!(columns_at_fault(reading, 3), ["code"]);
    assert_eq!(columns_at_fault(reading, 4), ["code"]);
    assert_eq!(columns_at_fault(reading, 5), ["kind"]);
    assert_eq!(columns_at_fault(reading, 6), ["promised", "materials", "fees"]);
    let fatal = reading.faults.iter().filter(|fault| fault.fatal).count();
    assert_eq!(fatal, 3);
}

#[test]
fn a_table_says_what_is_wrong_with_each_row() {
    check_table(&read(TABLE.as_bytes()).unwrap());
    // As Chinese spreadsheets write it.
    let (gb18030, _, _) = encoding_rs::GB18030.encode(TABLE);
    check_table(&read(&*gb18030).unwrap());
}

#[test]
fn what_is_written_can_be_read_again() {
    let items: Vec<Item> =
        read(TABLE.as_bytes()).unwrap().rows.into_iter().map(|row| row.item).collect();
    let (mut csv, mut json, mut xlsx) = (Vec::new(), Vec::new(), Vec::new());
    write_csv(&mut csv, items.iter()).unwrap();
    write_json(&mut json, items.iter()).unwrap();
    write_xlsx(&mut xlsx, items.iter()).unwrap();
    for (bytes, form) in [(csv, Form::Csv), (json, Form::Json), (xlsx, Form::Xlsx)] {
        assert_eq!(form_of(&bytes), form);
        let again = read(&*bytes).unwrap();
        assert_eq!(again.faults, []);
        assert_eq!(again.whole, form == Form::Json);
        let again: Vec<Item> = again.rows.into_iter().map(|row| row.item).collect();
        assert_eq!(again, items, "{form:?}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let mut items = [row::bare("A-1", "=cmd|' /C calc'!A0", ItemKind::Licence)];
    items[0].keywords = vec!["@x".to_owned()];
    let mut csv = Vec::new();
    write_csv(&mut csv, items.iter()).unwrap();
    let text = String::from_utf8(csv).unwrap();
    assert!(!text.contains(",=") && !text.contains(",@"), "{text}");
}

#[test]
fn a_tree_of_departments_says_what_is_dirty() {
    let link = |code: &str, kind: &str| {
        format!(
            "http://x.cn/t?areaCode=1&itemCode={code}&taskType={kind}&deptCode=91330100799655058B"
        )
    };
    let good = "511A-511602000000-000-91330100799655058B-1-00";
    let sub = |name: &str, link: String| {
        format!("{{\"name\":\"{name}\",\"link\":\"{link}\",\"qrcode\":\"\"}}")
    };
    let subs = [
        sub("教师资格认定", link(good, "1")),
        sub("备案(县级)", link("511A-511602000000-000-11511301008778183-1-00", "10")),
        sub("教师资格认定", link("511A-1-00", "20")),
        sub("没有编码", "http://x.cn/".to_owned()),
        sub("类型", link("511B-511602000000-000-91330100799655058B-1-00", "77")),
    ];
    let tree = format!(
        "[{{\"department\":\"区教科体局\",\"items\":[{{\"main_item\":\"教师资格\",\"sub_items\":[{}]}}]}}]",
        subs.join(",")
    );
    let reading = read(tree.as_bytes()).unwrap();
    assert_eq!((reading.total, reading.rows.len()), (5, 3));
    assert_eq!(columns_at_fault(&reading, 1), [""; 0]);
    assert_eq!(columns_at_fault(&reading, 2), ["code", "name"]);
    assert_eq!(columns_at_fault(&reading, 3), ["code", "code", "code", "name"]);
    assert_eq!(columns_at_fault(&reading, 4), ["code"]);
    assert_eq!(columns_at_fault(&reading, 5), ["kind"]);
    assert_eq!(reading.rows[0].item.keywords, ["教师资格"]);
    assert_eq!(reading.rows[0].department.as_deref(), Some("区教科体局"));
}

#[test]
fn what_is_no_catalogue_is_refused() {
    for bad in
        [&b""[..], b"a,b\n1,2\n", b"[1,", b"{}", b"PK\x03\x04broken", b"[{\"department\":1}]"]
    {
        let error = read(bad).unwrap_err();
        assert!(matches!(error, CatalogueError::Malformed(_)), "{error}");
    }
    let one = read(&b"[{\"code\":\"x\"}]"[..]).unwrap();
    assert_eq!((one.rows.len(), one.faults.len()), (0, 1));
    let many = format!("code,name,kind\n{}", "a,b,1\n".repeat(ROWS_MAX + 1));
    assert_eq!(read(many.as_bytes()), Err(CatalogueError::TooLarge));
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_not_read() {
    use std::io::{Cursor, Write as _};
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..65 {
        archive.write_all(&spaces).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20, "{}", bytes.len());
    assert!(matches!(read(&*bytes), Err(CatalogueError::TooLarge)));
}
