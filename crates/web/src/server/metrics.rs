//! Figures for Prometheus. No figure names a person or a case.

use super::Shared;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::sync::atomic::AtomicU64;

type Labels = [(&'static str, &'static str); 1];

/// What is measured.
pub(super) struct Metrics {
    registry: Registry,
    /// Seconds from the request of an act to its answer.
    pub(super) act_seconds: Histogram,
    /// Answers of the API by outcome.
    pub(super) answers: Family<Labels, Counter>,
    acts: Gauge<u64, AtomicU64>,
    open_cases: Gauge<u64, AtomicU64>,
    open_cards: Gauge<u64, AtomicU64>,
    alarms: Gauge<u64, AtomicU64>,
    read_statements: Gauge<u64, AtomicU64>,
    read_rows: Gauge<u64, AtomicU64>,
    refused: Family<Labels, Gauge<u64, AtomicU64>>,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("yangguang");
        let act_seconds = Histogram::new(exponential_buckets(0.000_25, 2.0, 16));
        let answers = Family::default();
        let (acts, open_cases) = (Gauge::default(), Gauge::default());
        let (open_cards, alarms) = (Gauge::default(), Gauge::default());
        let (read_statements, read_rows) = (Gauge::default(), Gauge::default());
        let refused = Family::default();
        let help = "Time from the request of an act to its durable answer";
        registry.register("act_seconds", help, act_seconds.clone());
        registry.register("answers", "Answers of the API to acts", answers.clone());
        registry.register("acts_recorded", "Acts recorded since the start", acts.clone());
        registry.register("open_cases", "Cases that are not over", open_cases.clone());
        registry.register("open_cards", "Cards that are not over", open_cards.clone());
        registry.register("alarms", "Alarms that stand", alarms.clone());
        let help = "Queries of the database for readers since the start";
        registry.register("read_statements", help, read_statements.clone());
        let help = "Rows that readers got from the database since the start";
        registry.register("read_rows", help, read_rows.clone());
        registry.register("refused_acts", "Refused acts since the start by rule", refused.clone());
        Self {
            registry,
            act_seconds,
            answers,
            acts,
            open_cases,
            open_cards,
            alarms,
            read_statements,
            read_rows,
            refused,
        }
    }
}

pub(super) async fn metrics(State(site): State<Shared>) -> Response {
    let metrics = &site.metrics;
    site.platform.board(|board| {
        let unsigned = |count: i64| u64::try_from(count).unwrap_or(0);
        let open = board.agencies().values().flat_map(|counts| counts.open.values());
        metrics.open_cases.set(unsigned(open.sum()));
        let cards = board.agencies().values().flat_map(|counts| counts.cards.iter().skip(1));
        metrics.open_cards.set(unsigned(cards.sum()));
        metrics.acts.set(board.acts());
        for (rule, times) in board.refused() {
            metrics.refused.get_or_create(&[("rule", rule)]).set(*times);
        }
    });
    metrics.alarms.set(super::status::alarms(&site) as u64);
    let reading = site.platform.readers().reading();
    metrics.read_statements.set(reading.statements);
    metrics.read_rows.set(reading.rows);
    let mut text = String::new();
    if encode(&mut text, &metrics.registry).is_err() {
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
