//! Handing results over: nobody gets one who does not have the code of the applicant.

use super::forbidden::issued;
use super::{COUNTY, FOOD, WINDOW, scene};
use crate::live::server::send_to;

#[test]
fn a_code_is_said_in_one_case_alone() {
    let scene = scene();
    let cases = ["证-多-1", "证-多-2"].map(|number| scene.case(FOOD, &issued(number)));
    let before = cases.each_ref().map(|case| scene.acts(case));
    let mut form = "act=deliver~deliver~&by=pick-up&way=x&code=7K2M9QXA".to_owned();
    for (case, acts) in cases.iter().zip(&before) {
        form += &format!("&case={COUNTY}%2F{case}%2F{acts}");
    }
    let headers = [
        ("Cookie", "acts-as=990101-mr-clerk-1; lang=zh-Hans"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    let shown = send_to(scene.house.address(), "POST", "/desk/bulk", &headers, &form);
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(shown.body.contains("当面交付核对领取码"), "{}", shown.body);
    assert_eq!(cases.each_ref().map(|case| scene.acts(case)), before);
    // Nor does it count as guessed in the other.
    let platform = &scene.house.platform;
    for case in &cases {
        let seen = operations::cases::show::show(platform, &scene.caller(WINDOW), COUNTY, case);
        assert_eq!(seen.unwrap().unwrap().wrong_codes, None);
    }
}
