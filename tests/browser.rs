//! The report in a real browser, at the width of a phone and of a desk.

use crate::support::{skipped, yangguang};
use std::fs;
use std::path::Path;
use std::process::Command;

pub(crate) const WIDTHS: [u32; 2] = [390, 1280];

pub(crate) fn chromium(arguments: &[&str], profile: &Path) -> Option<String> {
    let profile = format!("--user-data-dir={}", profile.display());
    let fixed = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--allow-file-access-from-files",
        "--virtual-time-budget=3000",
    ];
    let output = Command::new("chromium").args(fixed).arg(profile).args(arguments).output();
    let Ok(output) = output else {
        skipped("there is no chromium");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A page that frames the report at a width and writes down what it finds in it.
fn probe(width: u32) -> String {
    format!(
        r#"<!doctype html><iframe id="f" src="report.html" style="width:{width}px;height:2000px;border:0"></iframe><pre id="r">none</pre>
<script>
document.getElementById("f").onload = event => {{
  const page = event.target.contentDocument, body = page.documentElement;
  const contrastless = [...page.querySelectorAll("td,th,li,dd,dt,p,h1,h2")].filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "visible" && e.clientWidth > 0 && !e.closest(".scroll"));
  document.getElementById("r").textContent = JSON.stringify({{
    overflow: body.scrollWidth - body.clientWidth,
    spilling: contrastless.slice(0, 3).map(e => e.outerHTML.slice(0, 120)),
    headings: page.querySelectorAll("h1").length,
    language: body.lang,
    bars: page.querySelectorAll("svg rect").length,
    empty: [...page.querySelectorAll("th,dt,h2")].filter(e => !e.textContent.trim()).length
  }});
}};
</script>"#
    )
}

#[test]
fn the_report_fits_a_phone_and_a_desk_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    for language in ["zh-hans", "zh-hant", "en"] {
        let report = folder.path().join("report.html");
        let run = yangguang(&[
            "check",
            "examples/licences/cases.csv",
            "--mapping",
            "examples/licences/mapping.toml",
            "--format",
            "html",
            "--language",
            language,
            "--output",
            report.to_str().unwrap(),
        ]);
        assert_eq!(run.status, 1, "{}", run.stderr);
        assert!(!fs::read_to_string(&report).unwrap().contains('⟨'), "{language}: untranslated");
        for width in WIDTHS {
            let page = folder.path().join("probe.html");
            fs::write(&page, probe(width)).unwrap();
            let url = format!("file://{}", page.display());
            let size = format!("--window-size={},2200", width + 200);
            let Some(dom) = chromium(&["--dump-dom", &size, &url], &folder.path().join("profile"))
            else {
                return;
            };
            let found = dom.split("<pre id=\"r\">").nth(1).unwrap().split("</pre>").next().unwrap();
            let found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let found: serde_json::Value =
                serde_json::from_str(&found).unwrap_or_else(|_| panic!("{found}"));
            assert_eq!(found["overflow"], 0, "{language} at {width}: {found}");
            assert_eq!(found["spilling"], serde_json::json!([]), "{language} at {width}");
            assert_eq!((&found["headings"], &found["empty"]), (&1.into(), &0.into()), "{found}");
            assert!(found["bars"].as_u64().unwrap() > 4, "{found}");
            assert!(found["language"].as_str().unwrap().eq_ignore_ascii_case(language), "{found}");
        }
    }
}
