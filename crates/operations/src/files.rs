//! Files that people hand in: taken in pieces, looked at, cleaned, and kept by their content.
//!
//! A file is refused when it is empty, too large, of a type that is not taken, or not what its name says. Nothing is ever
//! unpacked. What pictures say about place, time and camera is taken out. The content stands under its SHA-256 on the disk
//! before a record names it; what no record names any more is cleared away.

mod clean;
mod kind;
mod shelf;
mod sweep;
mod upload;

use domain::text::Text;
pub use kind::Kind;
use serde::{Deserialize, Serialize};
pub use shelf::{ContentFault, open};
pub(crate) use shelf::{forget, whole};
pub use sweep::sweep;
pub(crate) use upload::UPLOAD;
pub use upload::{Begun, Incoming, UploadError, begin, cancel, finish, offset, receive, take};

/// The longest name of a file that is kept, in characters.
const NAME: usize = 120;

/// A file of a draft or of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// A random id, by which addresses name it.
    pub id: Box<str>,
    /// The material of the item that it is.
    pub material: Box<str>,
    /// Its name, for people.
    pub name: Box<str>,
    /// SHA-256 of its content, in hexadecimal.
    pub digest: Box<str>,
    /// Bytes.
    pub size: u64,
    /// What it is.
    pub kind: Kind,
    /// When it was handed in, in milliseconds since 1970.
    pub at: i64,
}

/// Why a file was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// It has no content.
    #[error("the file is empty")]
    Empty,
    /// It is larger than files may be.
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    /// All files together are larger than they may be.
    #[error("all files together are larger than {0} bytes")]
    TooLargeTogether(u64),
    /// There are as many files as there may be.
    #[error("there are {0} files already")]
    TooMany(usize),
    /// As many uploads of the draft are begun and not finished.
    #[error("{most} uploads of the draft are not finished")]
    Unfinished {
        /// How many may be.
        most: usize,
        /// After so many hours one makes room.
        hours: u32,
    },
    /// It is an archive.
    #[error("archives are not taken")]
    Archive,
    /// It is of a type that is not taken.
    #[error("the type is not taken")]
    Type,
    /// It is not what its name says.
    #[error("the content is not what the name says")]
    NotAsNamed,
    /// It cannot be read as what it says it is.
    #[error("the file is damaged")]
    Damaged,
    /// The account has stored as much as it may.
    #[error("the account has stored {most} bytes")]
    Stored {
        /// Bytes that it may have.
        most: u64,
        /// Hour and minute after which there is room again; none where only deleting helps.
        until: Option<Box<str>>,
    },
    /// The same file is there already, for the same material.
    #[error("the file is there already")]
    Twice,
}

impl FileProblem {
    /// What happened and what to do, in three languages.
    #[must_use]
    pub fn message(&self, taken: &[Box<str>]) -> Text {
        let types = taken.join("、").to_uppercase();
        let [simplified, traditional, english] = match self {
            Self::Empty => [
                "文件是空的（0字节），没有保存。请检查原文件能否打开，再重新选择。".to_owned(),
                "檔案是空的（0位元組），沒有儲存。請檢查原檔案能否開啟，再重新選擇。".to_owned(),
                "The file is empty (0 bytes) and was not kept. Check that it opens on your device and choose it again.".to_owned(),
            ],
            Self::TooLarge(most) => {
                let most = most >> 20;
                [
                    format!("文件超过{most}MB，没有保存。请压缩图片或者分成几个文件上传。"),
                    format!("檔案超過{most}MB，沒有儲存。請壓縮圖片或者分成幾個檔案上傳。"),
                    format!("The file is larger than {most} MB and was not kept. Make the pictures smaller or split it into several files."),
                ]
            }
            Self::TooLargeTogether(most) => {
                let most = most >> 20;
                [
                    format!("全部文件加起来超过{most}MB，这个文件没有保存；已经上传的都在。请先删去不需要的文件。"),
                    format!("全部檔案加起來超過{most}MB，這個檔案沒有儲存；已經上傳的都在。請先刪去不需要的檔案。"),
                    format!("All files together would exceed {most} MB; this one was not kept, those before it are safe. Remove what is not needed first."),
                ]
            }
            Self::TooMany(most) => [
                format!("一次申请最多上传{most}个文件，多出的没有保存；已经上传的都在。可以把多页合成一个PDF文件。"),
                format!("一次申請最多上傳{most}個檔案，多出的沒有儲存；已經上傳的都在。可以把多頁合成一個PDF檔案。"),
                format!("An application takes up to {most} files; the rest were not kept, those before are safe. Join several pages into one PDF."),
            ],
            Self::Unfinished { most, hours } => [
                format!("这份申请有{most}个文件正在上传，还没有传完，新的没有开始；已经传完的都在。请等它们传完，或者取消不需要的；开始已满{hours}小时仍未传完的，会为新的让出位置，届时请再传一次。"),
                format!("這份申請有{most}個檔案正在上傳，還沒有傳完，新的沒有開始；已經傳完的都在。請等它們傳完，或者取消不需要的；開始已滿{hours}小時仍未傳完的，會為新的讓出位置，屆時請再傳一次。"),
                format!("{most} uploads of this application are begun and not finished, so this one was not begun; files that are finished are safe. Let them finish or cancel what you do not need; uploads begun more than {hours} hours ago make room for new ones: try again then."),
            ],
            Self::Stored { most, until } => Self::stored(*most >> 20, until.as_deref()),
            Self::Archive => [
                format!("不接收压缩包，也不会解压，没有保存。请把里面的文件逐个上传（{types}）。"),
                format!("不接收壓縮包，也不會解壓，沒有儲存。請把裏面的檔案逐個上傳（{types}）。"),
                format!("Archives are not taken and never unpacked; it was not kept. Upload the files inside one by one ({types})."),
            ],
            Self::Type => [
                format!("这种类型的文件不接收，没有保存。请转换成{types}后上传。"),
                format!("這種類型的檔案不接收，沒有儲存。請轉換成{types}後上傳。"),
                format!("Files of this type are not taken; it was not kept. Convert it to {types} and upload it again."),
            ],
            Self::NotAsNamed => [
                format!("文件的内容与扩展名不一致，没有保存。请用原来的软件另存为{types}，不要只改文件名。"),
                format!("檔案的內容與副檔名不一致，沒有儲存。請用原來的軟體另存為{types}，不要只改檔名。"),
                format!("The content is not what the ending of the name says; it was not kept. Save it as {types} in the program that made it; renaming is not enough."),
            ],
            Self::Damaged => [
                "文件已经损坏，打不开，没有保存。请重新扫描或者导出后上传。".to_owned(),
                "檔案已經損壞，打不開，沒有儲存。請重新掃描或者匯出後上傳。".to_owned(),
                "The file is damaged and cannot be read; it was not kept. Scan or export it again.".to_owned(),
            ],
            Self::Twice => [
                "同样的文件在这份材料下已经有了，没有重复保存。".to_owned(),
                "同樣的檔案在這份材料下已經有了，沒有重複儲存。".to_owned(),
                "The same file is there already under this material; it was not kept twice.".to_owned(),
            ],
        };
        Text { simplified, traditional: Some(traditional), english: Some(english) }
    }
}

impl FileProblem {
    fn stored(most: u64, until: Option<&str>) -> [String; 3] {
        let or_wait = until.map_or_else(Default::default, |time| {
            [
                format!("，或者在{time}以后再上传"),
                format!("，或者在{time}以後再上傳"),
                format!(", or upload it after {time}"),
            ]
        });
        let [simplified, traditional, english] = or_wait;
        [
            format!(
                "一个账号的文件（草稿中的和24小时内提交的）合计最多{most}MB，这个文件没有保存；已经上传的都在。请先删去不需要的草稿或者文件{simplified}。"
            ),
            format!(
                "一個帳號的檔案（草稿中的和24小時內提交的）合計最多{most}MB，這個檔案沒有儲存；已經上傳的都在。請先刪去不需要的草稿或者檔案{traditional}。"
            ),
            format!(
                "One account may have {most} MB of files in drafts and in what it handed in within 24 hours; this one was not kept, those before it are safe. Delete drafts or files that are not needed{english}."
            ),
        ]
    }
}

/// A name of a file as it may be kept and shown: without folders, control characters and tricks of direction.
#[must_use]
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let harmless = |letter: &char| {
        // Marks that turn the direction of writing make `gpj.exe` look like `exe.jpg`.
        let turns = matches!(*letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        !letter.is_control()
            && !turns
            && !matches!(*letter, ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    let name: String = last.chars().filter(harmless).collect();
    let name = name.trim_matches([' ', '.']);
    let (stem, ending) =
        name.rsplit_once('.').map_or((name, None), |(stem, end)| (stem, Some(end)));
    let ending = ending.filter(|ending| ending.len() <= 8);
    let kept = NAME - ending.map_or(0, |ending| ending.len() + 1);
    let stem: String = stem.chars().take(kept).collect();
    match ending {
        _ if stem.is_empty() => "file".to_owned(),
        Some(ending) => format!("{stem}.{ending}"),
        None => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_tricks_and_keep_their_words() {
        for (given, kept) in [
            ("营业执照 副本.pdf", "营业执照 副本.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\windows\\system32\\x.pdf", "x.pdf"),
            ("a\0b\r\n.pdf", "ab.pdf"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("..", "file"),
            ("", "file"),
            (".pdf", "pdf"),
            ("x?<script>.png", "xscript.png"),
        ] {
            assert_eq!(plain_name(given), kept, "{given:?}");
        }
        let long = format!("{}.pdf", "长".repeat(500));
        assert_eq!(plain_name(&long).chars().count(), NAME);
        assert!(plain_name(&long).ends_with(".pdf"));
    }
}
