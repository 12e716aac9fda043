//! The form of a draft: from the item to the fields, and from what was sent to the answers.

use super::super::Site;
use super::shown::head;
use crate::pages::draft::{FormField, FormInput, FormPage};
use crate::wording::Wording;
use domain::item::form::{Field, FieldFault, FieldKind, is_asked};
use domain::text::{Language, Text, half_width};
use operations::drafts::{Delivery, Draft, Origin, faults};
use std::collections::BTreeMap;

/// The fields of delivery by post.
const POST: [(&str, FormInput); 3] = [
    ("post-recipient", FormInput::Line("text", "", "name")),
    ("post-address", FormInput::Line("text", "", "street-address")),
    ("post-phone", FormInput::Line("tel", "tel", "tel")),
];
/// The field of how the result comes.
const DELIVERY: &str = "delivery";

/// A word in all languages.
fn text(key: &str) -> Text {
    let say = |language| Wording::shared(language).say(key);
    Text {
        simplified: say(Language::SimplifiedChinese),
        traditional: Some(say(Language::TraditionalChinese)),
        english: Some(say(Language::English)),
    }
}

/// The page of the form; with its faults once it was sent.
pub(super) fn page(
    site: &Site,
    id: &str,
    draft: &Draft,
    (checked, kept): (bool, bool),
    language: Language,
) -> FormPage {
    let mut fields = of_item(site, draft, checked, language);
    fields.extend(of_delivery(draft, checked, language));
    FormPage { head: head(site, id, draft), fields, kept }
}

/// The fields that the item asks for; one that hangs on another answer says so and is asked together with it.
fn of_item(site: &Site, draft: &Draft, checked: bool, language: Language) -> Vec<FormField> {
    let item = site.platform.law().items.get(draft.item());
    let known = item.map_or(&[][..], |item| &item.fields);
    let faults = if checked { faults(&site.platform, draft) } else { Vec::new() };
    let mut heading: Option<&Text> = None;
    let mut fields = Vec::with_capacity(known.len());
    for field in known {
        let begins = field.section.as_ref().filter(|section| heading != Some(*section));
        heading = field.section.as_ref();
        let help = condition(known, field).or_else(|| field.help.clone());
        fields.push(FormField {
            id: format!("f-{}", field.id),
            label: with_unit(field),
            help,
            required: field.required && field.when.is_none(),
            sometimes: field.required && field.when.is_some(),
            origin: draft.prefilled.get(&field.id).map(|origin| origin_key(*origin, draft)),
            input: input(field, draft.applicant.is_some()),
            value: draft.answers.get(&field.id).cloned().unwrap_or_default(),
            fault: fault_of(&faults, field, language),
            heading: begins.cloned(),
        });
    }
    fields
}

/// Where an answer comes from that nobody typed, told to the applicant or to the window that serves it.
fn origin_key(origin: Origin, draft: &Draft) -> &'static str {
    match (origin, draft.applicant.is_some()) {
        (Origin::Account, false) => "form-from-account",
        (Origin::Earlier, false) => "form-from-earlier",
        (Origin::Account, true) => "form-from-own-account",
        (Origin::Earlier, true) => "form-from-own-earlier",
        (Origin::Window, _) => "form-from-window",
    }
}

fn fault_of(faults: &[FieldFault], field: &Field, language: Language) -> Option<String> {
    let fault = faults.iter().find(|fault| fault.field == field.id)?;
    Some(fault.message.in_language(language).to_owned())
}

/// A label with what a number is counted in.
fn with_unit(field: &Field) -> Text {
    let Some(unit) = &field.unit else { return field.label.clone() };
    let joined = |language: Language, open: &str, close: &str| {
        let (label, unit) = (field.label.in_language(language), unit.in_language(language));
        format!("{label}{open}{unit}{close}")
    };
    Text {
        simplified: joined(Language::SimplifiedChinese, "（", "）"),
        traditional: Some(joined(Language::TraditionalChinese, "（", "）")),
        english: Some(joined(Language::English, " (", ")")),
    }
}

/// When a field is asked, in words: without scripts it is there all the time.
fn condition(all: &[Field], field: &Field) -> Option<Text> {
    let when = field.when.as_ref()?;
    let other = all.iter().find(|other| other.id == when.field)?;
    let say = |language: Language| {
        let names = when.is.iter().map(|answer| {
            let choices = choices(other);
            let choice = choices.into_iter().find(|(id, _)| id == answer);
            choice.map_or_else(|| answer.clone(), |(_, name)| name.in_language(language).to_owned())
        });
        let names: Vec<String> = names.collect();
        let label = other.label.in_language(language);
        let help = field.help.as_ref().map_or("", |help| help.in_language(language));
        let joined = names.join("、");
        let words = Wording::shared(language);
        let sentence = words.fill("form-only-when", &[("field", label), ("answers", &joined)]);
        format!("{sentence} {help}").trim().to_owned()
    };
    Some(Text {
        simplified: say(Language::SimplifiedChinese),
        traditional: Some(say(Language::TraditionalChinese)),
        english: Some(say(Language::English)),
    })
}

/// What there is to choose from.
fn choices(field: &Field) -> Vec<(String, Text)> {
    if field.kind == FieldKind::YesNo {
        return vec![("yes".to_owned(), text("yes")), ("no".to_owned(), text("no"))];
    }
    field.choices.iter().map(|choice| (choice.id.clone(), choice.name.clone())).collect()
}

fn input(field: &Field, of_window: bool) -> FormInput {
    use domain::item::form::AccountFact;
    let fill = match field.prefill {
        // The browser of a window knows its clerk, not whom it serves.
        Some(_) if of_window => "off",
        Some(AccountFact::Name) => "name",
        Some(AccountFact::Phone) => "tel",
        Some(AccountFact::Email) => "email",
        Some(AccountFact::Address) => "street-address",
        _ => "",
    };
    match field.kind {
        FieldKind::LongText => FormInput::Lines,
        FieldKind::Choice | FieldKind::YesNo => FormInput::One(choices(field)),
        FieldKind::Several => FormInput::Several(choices(field)),
        FieldKind::Number | FieldKind::Amount => FormInput::Line("text", "decimal", fill),
        FieldKind::Date => FormInput::Line("date", "", fill),
        FieldKind::Phone => FormInput::Line("tel", "tel", fill),
        FieldKind::Email => FormInput::Line("email", "email", fill),
        FieldKind::Postcode => FormInput::Line("text", "numeric", fill),
        FieldKind::Text | FieldKind::IdNumber | FieldKind::CreditCode | FieldKind::Address => {
            FormInput::Line("text", "", fill)
        }
    }
}

/// How the result is to come, and where the post brings it.
fn of_delivery(draft: &Draft, checked: bool, language: Language) -> Vec<FormField> {
    let words = Wording::shared(language);
    let ways = ["pick-up", "post", "electronic"];
    let ways = ways.map(|way| (way.to_owned(), text(&format!("delivery-{way}"))));
    let (chosen, typed) = match &draft.delivery {
        None => ("", [""; 3]),
        Some(Delivery::PickUp) => ("pick-up", [""; 3]),
        Some(Delivery::Electronic) => ("electronic", [""; 3]),
        Some(Delivery::Post { recipient, address, phone }) => {
            ("post", [&**recipient, &**address, &**phone])
        }
    };
    let choice = FormField {
        id: DELIVERY.to_owned(),
        label: text("delivery"),
        help: None,
        required: true,
        sometimes: false,
        origin: None,
        input: FormInput::One(ways.into()),
        value: chosen.to_owned(),
        fault: (checked && chosen.is_empty()).then(|| words.say("delivery-choose")),
        heading: Some(text("delivery-heading")),
    };
    let by_post = chosen == "post";
    let post = POST.into_iter().zip(typed).map(|((id, input), typed)| FormField {
        id: id.to_owned(),
        label: text(id),
        help: Some(text("post-help")),
        required: false,
        sometimes: true,
        origin: None,
        input,
        value: typed.to_owned(),
        fault: (checked && by_post && typed.is_empty()).then(|| words.say("post-missing")),
        heading: None,
    });
    std::iter::once(choice).chain(post).collect()
}

/// What was sent with the form: answers by field, and the delivery when one was chosen.
pub(super) fn read(
    site: &Site,
    draft: &Draft,
    pairs: &[(String, String)],
) -> (BTreeMap<String, String>, Option<Delivery>) {
    let one = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let delivery = match one(DELIVERY) {
        "pick-up" => Some(Delivery::PickUp),
        "electronic" => Some(Delivery::Electronic),
        "post" => Some(Delivery::Post {
            recipient: shortened(one("post-recipient")),
            address: shortened(one("post-address")),
            phone: shortened(&half_width(one("post-phone"))),
        }),
        _ => None,
    };
    let item = site.platform.law().items.get(draft.item());
    let mut answers = BTreeMap::new();
    for field in item.iter().flat_map(|item| &item.fields) {
        let name = format!("f-{}", field.id);
        let sent = pairs.iter().filter(|(key, _)| *key == name).map(|(_, value)| value.trim());
        let sent: Vec<&str> = sent.collect();
        answers.insert(field.id.clone(), field.kept(&sent.join(" ")));
    }
    (answers, delivery)
}

fn shortened(text: &str) -> Box<str> {
    /// More than any name, address or number has, in characters.
    const LONGEST: usize = 200;
    text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect::<String>().into()
}

/// Labels and answers, for the last look.
pub(super) fn answered(site: &Site, draft: &Draft, language: Language) -> Vec<(Text, String)> {
    let item = site.platform.law().items.get(draft.item());
    labelled(item, &draft.answers, language)
}

/// Labels and answers of a form, in its order; what is not asked is left out.
pub(crate) fn labelled(
    item: Option<&domain::item::Item>,
    answers: &BTreeMap<String, String>,
    language: Language,
) -> Vec<(Text, String)> {
    let fields = item.into_iter().flat_map(|item| &item.fields);
    let fields = fields.filter(|field| is_asked(field, answers));
    let line = |field: &Field| {
        let answer = answers.get(&field.id)?;
        let choices = choices(field);
        if choices.is_empty() {
            return Some((with_unit(field), answer.clone()));
        }
        let named = answer.split_whitespace().map(|id| {
            let choice = choices.iter().find(|(known, _)| known == id);
            choice.map_or(id, |(_, name)| name.in_language(language))
        });
        let between = if language == Language::English { ", " } else { "、" };
        Some((with_unit(field), named.collect::<Vec<_>>().join(between)))
    };
    fields.filter_map(line).collect()
}
