//! What else people must know of an item: where and how it is exercised, what comes out of it, whom to ask or tell.

use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A level of government at which an item is exercised (行使层级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GovernmentLevel {
    /// 国家级.
    National,
    /// 省级.
    Province,
    /// 市级.
    City,
    /// 县级.
    County,
    /// 乡级.
    Township,
}

/// How an item is handled (办理形式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandlingForm {
    /// 窗口办理.
    Window,
    /// 网上办理.
    Online,
    /// 邮寄办理.
    Post,
    /// 上门办理.
    Visit,
    /// 自助终端办理.
    SelfService,
    /// 依职权办理: nobody applies.
    OnOwnMotion,
}

/// Whom an item serves (服务对象).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// 自然人.
    Person,
    /// 法人和其他组织.
    Enterprise,
}

/// What kind of document an item ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResultKind {
    /// 证照.
    Certificate,
    /// 批文.
    Approval,
    /// 决定书.
    Decision,
    /// 备案、登记凭证.
    Receipt,
    /// 其他文书.
    Document,
    /// 资金给付.
    Payment,
}

/// What an item ends with (办理结果).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultDocument {
    /// Name of the document.
    pub name: Text,
    /// Its kind.
    pub kind: ResultKind,
    /// How long it stands, in words of the law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<Text>,
    /// Whether it is made as an electronic document too.
    #[serde(default)]
    pub electronic: bool,
}

/// What a channel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelPurpose {
    /// 咨询.
    Enquiry,
    /// 监督.
    Supervision,
    /// 投诉举报.
    Complaint,
}

/// How somebody is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// 电话.
    Phone,
    /// 网站.
    Website,
    /// 电子邮箱.
    Email,
    /// 信函.
    Letter,
    /// 窗口.
    Window,
}

/// A way to ask, to supervise or to complain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// What it is for.
    pub purpose: ChannelPurpose,
    /// How.
    pub kind: ChannelKind,
    /// Whose.
    pub name: Text,
    /// The number, address or place.
    pub value: String,
}
