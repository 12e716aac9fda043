//! Supervision cards (监察卡): findings that were issued, with a life of their own.
//!
//! A card is never removed. Revoked cards stay visible as revoked; an appeal is decided by a body that is neither
//! the appellant nor the issuer; a card that nobody answers becomes more serious.

#[cfg(test)]
mod tests;

use crate::event::Name;
use crate::level::{Escalation, Level};
use serde::Serialize;

/// Where a card stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum CardState {
    /// Raised by a suspicion, waiting for confirmation.
    Pending,
    /// Issued; the organ must answer.
    Issued {
        /// Who issued it.
        issuer: Name,
    },
    /// The organ has answered.
    Answered {
        /// Who issued it.
        issuer: Name,
    },
    /// The organ has appealed (申诉).
    Appealed {
        /// Who issued it.
        issuer: Name,
        /// Who appealed.
        appellant: Name,
    },
    /// Upheld on appeal, or not appealed; to be corrected.
    Upheld,
    /// Revoked, with the reason, and still shown.
    Revoked {
        /// Why.
        reason: String,
    },
    /// Corrected by the organ.
    Corrected,
    /// Closed.
    Closed,
    /// Not confirmed: dismissed with a reason, and still shown.
    Dismissed {
        /// Why.
        reason: String,
    },
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Level now.
    pub level: Level,
    /// State.
    pub state: CardState,
    /// How often it was escalated for want of an answer.
    pub escalations: u32,
}

/// Why a step of a card is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// The state does not allow it.
    #[error("a card that is {state} cannot be {step}")]
    State {
        /// The state in words.
        state: &'static str,
        /// The step in words.
        step: &'static str,
    },
    /// A reason is required.
    #[error("this step needs a reason")]
    Reason,
    /// The one who decides is a party to the appeal.
    #[error("an appeal is decided by a body that is neither the appellant nor the issuer")]
    OwnCause,
    /// A downgrade must lower the level.
    #[error("a downgrade must lower the level")]
    NotLower,
}

impl CardState {
    fn word(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Issued { .. } => "issued",
            Self::Answered { .. } => "answered",
            Self::Appealed { .. } => "appealed",
            Self::Upheld => "upheld",
            Self::Revoked { .. } => "revoked",
            Self::Corrected => "corrected",
            Self::Closed => "closed",
            Self::Dismissed { .. } => "dismissed",
        }
    }
}

fn needs_reason(reason: &str) -> Result<String, CardError> {
    let reason = reason.trim();
    if reason.is_empty() { Err(CardError::Reason) } else { Ok(reason.to_owned()) }
}

impl Card {
    /// A card that waits for confirmation.
    #[must_use]
    pub fn pending(level: Level) -> Self {
        Self { level, state: CardState::Pending, escalations: 0 }
    }

    /// A card that is issued at once.
    #[must_use]
    pub fn issued(level: Level, issuer: Name) -> Self {
        Self { level, state: CardState::Issued { issuer }, escalations: 0 }
    }

    fn refuse(&self, step: &'static str) -> CardError {
        CardError::State { state: self.state.word(), step }
    }

    /// Confirms a suspicion; also what happens by itself when nobody decides in time.
    ///
    /// # Errors
    /// The card is not pending.
    pub fn confirm(self, issuer: Name) -> Result<Self, CardError> {
        match self.state {
            CardState::Pending => Ok(Self { state: CardState::Issued { issuer }, ..self }),
            _ => Err(self.refuse("confirmed")),
        }
    }

    /// Dismisses a suspicion, with a reason.
    ///
    /// # Errors
    /// The card is not pending, or there is no reason.
    pub fn dismiss(self, reason: &str) -> Result<Self, CardError> {
        match self.state {
            CardState::Pending => {
                let reason = needs_reason(reason)?;
                Ok(Self { state: CardState::Dismissed { reason }, ..self })
            }
            _ => Err(self.refuse("dismissed")),
        }
    }

    /// The organ answers.
    ///
    /// # Errors
    /// The card is not issued.
    pub fn answer(self) -> Result<Self, CardError> {
        match self.state {
            CardState::Issued { issuer } => {
                Ok(Self { state: CardState::Answered { issuer }, ..self })
            }
            _ => Err(self.refuse("answered")),
        }
    }

    /// The organ appeals, with a reason.
    ///
    /// # Errors
    /// The card is neither issued nor answered, or there is no reason.
    pub fn appeal(self, appellant: Name, reason: &str) -> Result<Self, CardError> {
        match self.state {
            CardState::Issued { issuer } | CardState::Answered { issuer } => {
                needs_reason(reason)?;
                Ok(Self { state: CardState::Appealed { issuer, appellant }, ..self })
            }
            _ => Err(self.refuse("appealed")),
        }
    }

    fn decide_appeal(&self, decider: &str) -> Result<(), CardError> {
        match &self.state {
            CardState::Appealed { issuer, appellant } => {
                let own = decider == &**issuer || decider == &**appellant;
                if own { Err(CardError::OwnCause) } else { Ok(()) }
            }
            _ => Err(self.refuse("decided on appeal")),
        }
    }

    /// Upholds the card on appeal.
    ///
    /// # Errors
    /// There is no appeal, or the decider is a party to it.
    pub fn uphold(self, decider: &str) -> Result<Self, CardError> {
        self.decide_appeal(decider)?;
        Ok(Self { state: CardState::Upheld, ..self })
    }

    /// Revokes the card on appeal; it stays visible.
    ///
    /// # Errors
    /// There is no appeal, the decider is a party to it, or there is no reason.
    pub fn revoke(self, decider: &str, reason: &str) -> Result<Self, CardError> {
        self.decide_appeal(decider)?;
        let reason = needs_reason(reason)?;
        Ok(Self { state: CardState::Revoked { reason }, ..self })
    }

    /// Lowers the level on appeal.
    ///
    /// # Errors
    /// There is no appeal, the decider is a party to it, or the level is not lower.
    pub fn downgrade(self, decider: &str, level: Level) -> Result<Self, CardError> {
        self.decide_appeal(decider)?;
        if level >= self.level {
            return Err(CardError::NotLower);
        }
        Ok(Self { level, state: CardState::Upheld, ..self })
    }

    /// The organ has corrected what was found.
    ///
    /// # Errors
    /// The card is neither answered nor upheld.
    pub fn correct(self) -> Result<Self, CardError> {
        match self.state {
            CardState::Answered { .. } | CardState::Upheld => {
                Ok(Self { state: CardState::Corrected, ..self })
            }
            _ => Err(self.refuse("corrected")),
        }
    }

    /// The supervisor verifies the correction and closes the card.
    ///
    /// # Errors
    /// The card is not corrected.
    pub fn close(self) -> Result<Self, CardError> {
        match self.state {
            CardState::Corrected => Ok(Self { state: CardState::Closed, ..self }),
            _ => Err(self.refuse("closed")),
        }
    }

    /// What becomes of a card that was not answered in time (督办).
    ///
    /// # Errors
    /// The card is not issued.
    pub fn escalate(self, escalation: &Escalation) -> Result<Self, CardError> {
        match self.state {
            CardState::Issued { .. } => {
                let level = if self.level == escalation.from { escalation.to } else { self.level };
                Ok(Self { level, escalations: self.escalations + 1, ..self })
            }
            _ => Err(self.refuse("escalated")),
        }
    }
}
