-- The cards of a case in the order in which they fell. Without the order in it, the database took the primary key
-- instead and looked through all cards of the jurisdiction each time that one case was loaded.
drop index cards_of_case;
create index cards_of_case on cards (jurisdiction, case_id, issued_at, card_id);
