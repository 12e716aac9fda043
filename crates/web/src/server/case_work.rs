//! From a case to what those who take part in it work with: checklist, joint agencies, documents; and to what each act
//! says beside its name.

use super::Site;
use super::cases::{case_of, limit_row};
use super::drafts::form::labelled;
use super::views::{name_of, short_name};
use crate::pages::case_work::{
    CaseWork, DocumentLine, JointLine, MaterialLine, MaterialStanding, document_of,
};
use crate::pages::segment;
use domain::event::{ActKind, Body};
use domain::item::{Item, MaterialSource};
use domain::procedure::LimitKind;
use domain::text::{Language, Text};
use operations::applications::Application;
use operations::cases::show::{ShownAct, ShownCase};
use operations::delegations::standing;
use operations::files::FileEntry;
use operations::register::Register;

/// What a part of the case works with; documents are for parties too, the rest for those at work.
pub(super) fn work(
    site: &Site,
    shown: &ShownCase,
    (at_work, application): (bool, Option<&Application>),
    language: Language,
) -> CaseWork {
    let item = shown.law.items.get(&*shown.head.item).filter(|_| at_work);
    CaseWork {
        materials: item.map(|item| checklist(item, shown, application)).unwrap_or_default(),
        answers: application
            .map(|known| labelled(item, &known.answers, language))
            .unwrap_or_default(),
        joint: if at_work { joint(site, shown) } else { Vec::new() },
        documents: documents(shown, at_work),
        wrong_codes: shown.wrong_codes,
    }
}

fn names(act: &ShownAct) -> &[Box<str>] {
    act.event.body.as_deref().map_or(&[], |body| &body.materials)
}

fn checklist(
    item: &Item,
    shown: &ShownCase,
    application: Option<&Application>,
) -> Vec<MaterialLine> {
    let line = |material: &domain::item::Material| {
        let named = |name: &str| *name == *material.id || *name == *material.name.simplified;
        let last = |kinds: &[ActKind]| {
            let mut acts = shown.acts.iter().rev();
            acts.find(|act| {
                kinds.contains(&act.event.kind) && names(act).iter().any(|name| named(name))
            })
        };
        let received = last(&[ActKind::Submit, ActKind::ReceiveSupplement]);
        let asked = last(&[ActKind::RequestSupplement]);
        let standing = match (received, asked) {
            _ if material.source == MaterialSource::Shared => MaterialStanding::Shared,
            (Some(received), Some(asked)) if received.event.n < asked.event.n => {
                MaterialStanding::Asked(asked.at)
            }
            (Some(received), _) => MaterialStanding::Received(received.at),
            (None, Some(asked)) => MaterialStanding::Asked(asked.at),
            (None, None) => MaterialStanding::Missing,
        };
        let (name, required) = (material.name.clone(), material.required);
        let files = application.iter().flat_map(|known| known.files_of(&material.id));
        let file = |file: &FileEntry| {
            let address = format!("{}/files/{}", case_of(shown), segment(&file.id));
            (file.name.to_string(), address)
        };
        MaterialLine { name, required, standing, files: files.map(file).collect() }
    };
    item.materials.iter().map(line).collect()
}

fn joint(site: &Site, shown: &ShownCase) -> Vec<JointLine> {
    let register = site.platform.register();
    let line = |joint: &domain::case::JointAgency| {
        let mut limits = shown.limits.iter();
        let limit = limits.find(|limit| {
            limit.rule.kind == LimitKind::Joint && limit.clock.agency.as_ref() == Some(&joint.name)
        });
        let mut acts = shown.acts.iter().rev();
        let answer = acts.find(|act| {
            // What silence says comes from nobody, and names the agency that was silent.
            let silent = act.event.body.as_deref().filter(|body| body.automatic);
            let of_silence =
                silent.is_some_and(|body| body.targets.contains(&joint.name.as_ref().into()));
            let own = act.event.actor.agency.as_ref() == Some(&joint.name);
            act.event.kind == ActKind::GiveOpinion && (own || of_silence)
        });
        let body = answer.and_then(|act| act.event.body.as_deref());
        JointLine {
            agency: name_of(&register, &joint.name),
            limit: limit.map(|limit| limit_row(site, shown, limit)),
            answered: answer.map(|act| act.at),
            by_silence: body.is_some_and(|body| body.automatic),
            outcome: answer.and_then(|act| super::cases::outcome(shown.procedure, act)),
            opinion: body.and_then(|body| body.text.as_deref()).map(str::to_owned),
        }
    };
    shown.case.joint_agencies.iter().map(line).collect()
}

/// Whether a decision is one against the party: it needs a reason.
pub(super) fn is_against(shown: &ShownCase, act: &ShownAct) -> bool {
    let stage = act.stage.and_then(|stage| shown.procedure.stage(stage));
    let outcome = stage.zip(act.event.outcome.as_deref());
    let found = outcome.and_then(|(stage, id)| stage.outcome(id));
    found.is_some_and(|(_, outcome)| outcome.reason_required)
}

fn documents(shown: &ShownCase, at_work: bool) -> Vec<DocumentLine> {
    let is_result = |act: &ShownAct| {
        let number = act.event.body.as_deref().and_then(|body| body.number.as_deref());
        !at_work && act.event.kind == ActKind::Issue && number.is_some()
    };
    let line = |act: &ShownAct| {
        if is_result(act) {
            return Some(DocumentLine {
                key: "result-download",
                day: act.at.date(),
                address: format!("{}/results/{}", case_of(shown), act.event.n),
            });
        }
        Some(DocumentLine {
            key: document_of(act.event.kind, is_against(shown, act))?,
            day: act.at.date(),
            address: format!("{}/documents/{}", case_of(shown), act.event.n),
        })
    };
    shown.acts.iter().filter_map(line).collect()
}

/// The names of materials, in a language.
pub(super) fn material_names(shown: &ShownCase, body: &Body) -> Vec<Text> {
    let item = shown.law.items.get(&*shown.head.item);
    let name = |id: &str| {
        let mut known = item.iter().flat_map(|item| &item.materials);
        let found = known.find(|known| *known.id == *id || *known.name.simplified == *id);
        found.map_or_else(
            || Text { simplified: id.to_owned(), ..Text::default() },
            |known| known.name.clone(),
        )
    };
    body.materials.iter().map(|id| name(id)).collect()
}

/// What an act says beside its name: label key and text.
pub(super) fn details(
    register: &Register,
    shown: &ShownCase,
    act: &ShownAct,
    language: Language,
) -> Vec<(&'static str, String)> {
    let Some(body) = act.event.body.as_deref() else { return Vec::new() };
    let join = |texts: Vec<Text>| {
        let texts: Vec<&str> = texts.iter().map(|text| text.in_language(language)).collect();
        texts.join(if language == Language::English { ", " } else { "、" })
    };
    let mut details = Vec::new();
    let mut push = |key: &'static str, text: String| {
        if !text.is_empty() {
            details.push((key, text));
        }
    };
    push("detail-materials", join(material_names(shown, body)));
    let target = |id: &str| match act.event.kind {
        ActKind::Transfer | ActKind::AddSigner => short_name(register, id),
        ActKind::Return => {
            let index = shown.procedure.stage_index(id);
            let stage = index.and_then(|index| shown.procedure.stage(index));
            stage.map_or_else(|| name_of(register, id), |stage| stage.name.clone())
        }
        _ => name_of(register, id),
    };
    push("detail-to", join(body.targets.iter().map(|id| target(id)).collect()));
    let ground = body.ground.as_deref();
    let ground = ground.map(|id| {
        shown
            .procedure
            .pause(id)
            .map_or_else(|| id.to_owned(), |rule| rule.name.in_language(language).to_owned())
    });
    push("detail-ground", ground.unwrap_or_default());
    let stands = act.event.kind == ActKind::Issue;
    let until = if stands { "verify-until" } else { "detail-until" };
    push(until, body.until.map(|until| until.to_string()).unwrap_or_default());
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    // Files are listed beside their materials, with their digests.
    let evidence = body.evidence.as_deref().filter(|said| !said.starts_with("sha256:"));
    let withdrawn = act.event.kind == ActKind::Withdraw;
    push(if withdrawn { "detail-confirmation" } else { "detail-evidence" }, text(evidence));
    push("detail-notice", text(body.notice.as_deref()));
    push("detail-number", text(body.number.as_deref()));
    let approver = body.approver.as_deref();
    let approver = approver.map(|role| crate::wording::Wording::shared(language).role(role));
    push("detail-approver", approver.unwrap_or_default());
    let amount = body.amount_fen.map(|fen| format!("¥{}.{:02}", fen / 100, fen % 100));
    push("detail-amount", amount.unwrap_or_default());
    details
}

/// Number of the written delegation under which a decision was made, if its post had one that covers it.
pub(super) fn delegation(site: &Site, shown: &ShownCase, act: &ShownAct) -> Option<String> {
    let actor = &act.event.actor;
    let (agency, post) = (actor.agency.as_deref()?, actor.post.as_deref()?);
    let outcome = act.event.outcome.as_deref().unwrap_or_default();
    // A delegation that cannot be read is missing on the page, and nothing else.
    let standing = standing(&site.platform, agency, post, act.at.date()).ok()?;
    let covers =
        |kept: &&operations::delegations::Kept| kept.delegation.covers(&shown.head.item, outcome);
    standing.iter().find(covers).map(|kept| kept.delegation.document.to_string())
}
