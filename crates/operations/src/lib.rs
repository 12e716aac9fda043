//! What can be done: one file per use case. Opens files and asks the domain; decides nothing about the law itself.
//!
//! So far: checking an organ's case log, drafting a mapping for it, exporting it, publishing a procedure, and
//! explaining a due date.

pub mod actors;
pub mod alarms;
pub mod applications;
pub mod board;
pub mod caller;
pub mod card_document;
pub mod cards;
pub mod cases;
pub mod catalogue;
pub mod certificates;
pub mod check;
pub mod claimed_time;
pub mod counted;
pub mod delegations;
pub mod delivery;
pub mod desk;
pub mod doctor;
mod document;
pub mod drafts;
pub mod event_text;
pub mod export;
pub mod figures;
pub mod files;
pub mod hall_settings;
pub mod impartiality;
pub mod inbox;
pub mod items;
pub mod law_library;
pub mod law_version;
pub mod lock;
pub mod log_file;
pub mod mail;
pub mod map;
pub mod my_cases;
pub mod notice;
pub mod payments;
pub mod people;
pub mod permission_matrix;
pub mod permissions;
pub mod platform;
pub mod procedure;
pub mod queue;
pub mod quotas;
pub mod register;
pub mod secret_key;
pub mod signing_key;
pub mod simulation;
pub mod spelling;
pub mod stage_loads;
pub mod tasks;
pub mod time_source;
pub mod tokens;
pub mod verify;
pub mod windows;
