//! In which capacity a form was made: a page that was opened in one post is not signed in another, which the person has put
//! on since in another window.

use super::acting::Sent;
use crate::pages::Shell;
use domain::text::Text;
use operations::caller::Caller;
use operations::desk::Failure;

/// The name of the field by which a form says for whom it was made.
const FIELD: &str = "worn";

/// What a form says of who has opened it: person, post, and for whom a deputy acts.
pub(super) fn worn(caller: &Caller) -> String {
    match caller {
        Caller::Official { person, post, acting_for, .. } => {
            [person, post, acting_for.as_deref().unwrap_or_default()].join("/")
        }
        Caller::Party { person } => person.to_string(),
        _ => String::new(),
    }
}

/// Whether a form is sent by whom it was made for, in the same capacity.
///
/// # Errors
/// Another capacity is worn now; what to do is told.
pub(super) fn as_made(shell: &Shell, sent: &Sent) -> Result<(), Failure> {
    let now = shell.signed_in.as_ref();
    let Some(made_for) = sent.one(FIELD) else { return Ok(()) };
    if now.is_some_and(|now| now.worn == made_for) {
        return Ok(());
    }
    let post = now.map_or("", |now| if now.post.is_empty() { &now.name } else { &now.post });
    Err(Failure::Invalid(Box::new(Text {
        simplified: format!(
            "打开这张表单以后，您改换了办理身份，现在的身份是“{post}”。什么也没有登记。请核对后以现在的身份再次提交，或者先换回原来的身份。"
        ),
        traditional: Some(format!(
            "打開這張表單以後，您改換了辦理身份，現在的身份是「{post}」。什麼也沒有登記。請核對後以現在的身份再次提交，或者先換回原來的身份。"
        )),
        english: Some(format!(
            "Since this form was opened you act in another capacity, now as “{post}”. Nothing was recorded. Look it over and send it again in this capacity, or change back first."
        )),
    })))
}
