//! Whole lives of cases, played in a real browser by the people who live them.

mod accessibility;
mod album;
mod applying;
mod deciding;
mod driver;
mod every_page;
mod files;
pub(crate) mod house;
mod joint;
mod keyboard;
mod licence;
mod magnified;
mod on_the_spot;
mod refusal;
mod renewal;
mod results;
mod service_centre;
mod silence;
mod steps;
mod tutorial;
mod withdrawal;
mod workspace;
