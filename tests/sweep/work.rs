//! An answer must not tell by its time, either, what exists. Time itself cannot be tried on a machine that does other
//! things meanwhile; the work can: the queries made and the rows read for an answer.

use super::callers::Stranger;
use super::objects::Objects;
use super::requests::{Request, is_ones_work, may_know};
use super::{Fill, fills, object_names, send, without};
use crate::lives::house::House;
use operations::permissions::TRACK;
use store::connection::Reading;

/// What was read for one answer.
fn once(house: &House, who: &Stranger, request: &Request, fill: &Fill) -> Reading {
    let before = house.platform.readers().reading();
    send(house.address(), who, request, fill);
    let after = house.platform.readers().reading();
    Reading { statements: after.statements - before.statements, rows: after.rows - before.rows }
}

/// The same queries, and no more rows than the one that was found to be somebody else's.
fn alike(exists: Reading, absent: Reading) -> bool {
    exists.statements == absent.statements && exists.rows.abs_diff(absent.rows) <= 1
}

/// Whether somebody may not know that an object is there. That a case is there, whoever may track cases knows.
fn is_secret(name: &str, request: &Request, who: &Stranger) -> bool {
    let tracked = matches!(name, "case" | "card") && TRACK.check(&who.caller, None).is_ok();
    !tracked && !may_know(name, request.path, (&who.caller, request.permission))
}

/// Requests of which the work for an object of somebody else is another than for one that is not there; and how many
/// were compared.
pub(super) fn differences(
    house: &House,
    who: &Stranger,
    request: &Request,
    objects: &Objects,
) -> (usize, Vec<String>) {
    let (mut compared, mut found) = (0, Vec::new());
    let names = object_names(request).into_iter().filter(|name| is_secret(name, request, who));
    let names: Vec<String> = names.collect();
    if names.is_empty() || is_ones_work(request, &who.caller) {
        return (compared, found);
    }
    for fill in fills(request, objects) {
        for name in &names {
            let absent = without(&fill, name);
            let both = || (once(house, who, request, &fill), once(house, who, request, &absent));
            compared += 1;
            // What is counted for all callers is read now and then, by whoever comes first: asked again, it is not.
            let tries = (0..3).map(|_| both());
            let differ: Vec<_> = tries.take_while(|(one, other)| !alike(*one, *other)).collect();
            if differ.len() == 3 {
                let (method, address, who) = (&request.method, &request.address, &who.name);
                found.push(format!("{method} {address} as {who}: `{name}` {:?}", differ[0]));
            }
        }
    }
    (compared, found)
}
