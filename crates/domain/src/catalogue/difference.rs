//! Two versions of an item side by side, fact by fact (新旧对照), so that a person can see what a new version changes.

use crate::basis::Basis;
use crate::item::form::Field;
use crate::item::question::Question;
use crate::item::{Fee, Item, Material};
use crate::limit::Limit;
use crate::text::{Language, Text};
use serde::Serialize;

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Words of the item itself.
    Text(Text),
    /// One of the words of the catalogue, such as `shared`.
    Word(String),
    /// Yes or no.
    Flag(bool),
    /// An amount in fen.
    Fen(i64),
}

/// A fact of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Which part of the item it belongs to, such as `material`.
    pub part: &'static str,
    /// Which of several: its id and name.
    pub subject: Option<(String, Text)>,
    /// Which aspect of it, such as `source`.
    pub aspect: &'static str,
    /// What it says.
    pub values: Vec<Value>,
}

impl Fact {
    fn is_about_the_same_as(&self, other: &Self) -> bool {
        let id = |fact: &Self| fact.subject.as_ref().map(|(id, _)| id.clone());
        self.part == other.part && self.aspect == other.aspect && id(self) == id(other)
    }
}

/// A fact that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which part of the item it belongs to.
    pub part: &'static str,
    /// Which of several: its name.
    pub subject: Option<Text>,
    /// Which aspect of it.
    pub aspect: &'static str,
    /// What it said; empty when it is new.
    pub before: Vec<Value>,
    /// What it says; empty when it is gone.
    pub after: Vec<Value>,
}

/// What differs between two versions of an item, in the order of a guide.
#[must_use]
pub fn differences(before: &Item, after: &Item) -> Vec<Difference> {
    let (old, new) = (facts(before), facts(after));
    let mut found = Vec::new();
    for fact in &new {
        let known = old.iter().find(|other| other.is_about_the_same_as(fact));
        let values = known.map_or(&[][..], |known| &known.values);
        if values != fact.values {
            found.push(difference(fact, values.to_vec(), fact.values.clone()));
        }
    }
    for fact in &old {
        if !new.iter().any(|other| other.is_about_the_same_as(fact)) {
            found.push(difference(fact, fact.values.clone(), Vec::new()));
        }
    }
    found
}

fn difference(fact: &Fact, before: Vec<Value>, after: Vec<Value>) -> Difference {
    let subject = fact.subject.as_ref().map(|(_, name)| name.clone());
    Difference { part: fact.part, subject, aspect: fact.aspect, before, after }
}

/// Facts under construction; empty ones are left out.
#[derive(Default)]
struct Facts(Vec<Fact>);

impl Facts {
    fn add(&mut self, part: &'static str, aspect: &'static str, values: Vec<Value>) {
        self.of(part, None, aspect, values);
    }

    fn of(
        &mut self,
        part: &'static str,
        subject: Option<(&str, &Text)>,
        aspect: &'static str,
        values: Vec<Value>,
    ) {
        if !values.is_empty() {
            let subject = subject.map(|(id, name)| (id.to_owned(), name.clone()));
            self.0.push(Fact { part, subject, aspect, values });
        }
    }
}

fn plain(text: &str) -> Value {
    Value::Text(Text { simplified: text.to_owned(), ..Text::default() })
}

fn text(text: &Text) -> Value {
    Value::Text(text.clone())
}

fn word(word: &impl Serialize) -> Value {
    Value::Word(word_of(word))
}

/// The word that an enumeration is written as in law files.
#[must_use]
pub fn word_of(value: &impl Serialize) -> String {
    #[derive(Serialize)]
    struct Carrier<'a, T> {
        word: &'a T,
    }
    let table = toml::Table::try_from(Carrier { word: value });
    let found = table.ok().and_then(|table| table.get("word")?.as_str().map(str::to_owned));
    found.unwrap_or_default()
}

fn basis(basis: &Basis) -> Value {
    plain(&basis.citation())
}

fn limit(limit: &Limit) -> Value {
    let in_words = |language| limit.period().in_language(language);
    Value::Text(Text {
        simplified: in_words(Language::SimplifiedChinese),
        traditional: Some(in_words(Language::TraditionalChinese)),
        english: Some(in_words(Language::English)),
    })
}

/// Everything that an item says, in the order of a guide.
#[must_use]
pub fn facts(item: &Item) -> Vec<Fact> {
    let mut facts = Facts::default();
    facts.add("item", "name", vec![text(&item.name)]);
    facts.add("item", "kind", vec![word(&item.kind)]);
    facts.add("item", "basis", vec![basis(&item.basis)]);
    facts.add("item", "holder", item.holder.iter().map(text).collect());
    facts.add("item", "levels", item.levels.iter().map(word).collect());
    facts.add("item", "forms", item.forms.iter().map(word).collect());
    facts.add("item", "audiences", item.audiences.iter().map(word).collect());
    facts.add("item", "procedure", vec![plain(&item.procedure)]);
    facts.add("item", "promised", item.promised.iter().map(limit).collect());
    let why = item.promised.iter().map(|promised| basis(&promised.basis));
    facts.add("item", "promised-basis", why.collect());
    facts.add("item", "review", item.review.iter().map(limit).collect());
    facts.add("item", "conditions", item.conditions.iter().map(text).collect());
    facts.add(
        "item",
        "special-procedures",
        item.special_procedures.iter().map(|id| plain(id)).collect(),
    );
    for material in &item.materials {
        of_material(material, &mut facts);
    }
    for fee in &item.fees {
        of_fee(fee, &mut facts);
    }
    if let Some(result) = &item.result {
        facts.add("result", "name", vec![text(&result.name)]);
        facts.add("result", "kind", vec![word(&result.kind)]);
        facts.add("result", "validity", result.validity.iter().map(text).collect());
        facts.add("result", "electronic", vec![Value::Flag(result.electronic)]);
    }
    for channel in &item.channels {
        let subject = Some((channel.value.as_str(), &channel.name));
        facts.of("channel", subject, "purpose", vec![word(&channel.purpose)]);
        facts.of("channel", subject, "value", vec![plain(&channel.value)]);
    }
    item.questions.iter().for_each(|question| of_question(question, &mut facts));
    item.fields.iter().for_each(|field| of_field(field, &mut facts));
    facts.add("item", "life-events", item.life_events.iter().map(|id| plain(id)).collect());
    facts.add("item", "keywords", item.keywords.iter().map(|word| plain(word)).collect());
    facts.0
}

fn of_material(material: &Material, facts: &mut Facts) {
    let subject = Some((material.id.as_str(), &material.name));
    facts.of("material", subject, "name", vec![text(&material.name)]);
    facts.of("material", subject, "source", vec![word(&material.source)]);
    facts.of("material", subject, "required", vec![Value::Flag(material.required)]);
    facts.of("material", subject, "formats", material.formats.iter().map(word).collect());
    facts.of("material", subject, "copies", vec![plain(&material.copies.to_string())]);
    facts.of("material", subject, "issuer", material.issuer.iter().map(text).collect());
    facts.of("material", subject, "note", material.note.iter().map(text).collect());
    facts.of("material", subject, "basis", vec![basis(&material.basis)]);
}

fn of_fee(fee: &Fee, facts: &mut Facts) {
    let subject = Some((fee.id.as_str(), &fee.name));
    facts.of("fee", subject, "name", vec![text(&fee.name)]);
    facts.of("fee", subject, "amount", vec![Value::Fen(fee.amount_fen)]);
    facts.of("fee", subject, "unit", fee.unit.iter().map(text).collect());
    facts.of(
        "fee",
        subject,
        "most",
        fee.most.iter().map(|most| plain(&most.to_string())).collect(),
    );
    facts.of("fee", subject, "basis", vec![basis(&fee.basis)]);
}

fn of_question(question: &Question, facts: &mut Facts) {
    let subject = Some((question.id.as_str(), &question.text));
    facts.of("question", subject, "name", vec![text(&question.text)]);
    facts.of(
        "question",
        subject,
        "choices",
        question.choices.iter().map(|choice| text(&choice.name)).collect(),
    );
    facts.of(
        "question",
        subject,
        "exclusions",
        question.exclusions.iter().map(|why| text(&why.reason)).collect(),
    );
}

fn of_field(field: &Field, facts: &mut Facts) {
    let subject = Some((field.id.as_str(), &field.label));
    facts.of("field", subject, "name", vec![text(&field.label)]);
    facts.of("field", subject, "type", vec![word(&field.kind)]);
    facts.of("field", subject, "required", vec![Value::Flag(field.required)]);
    facts.of("field", subject, "help", field.help.iter().map(text).collect());
    facts.of(
        "field",
        subject,
        "choices",
        field.choices.iter().map(|choice| text(&choice.name)).collect(),
    );
}
