-- Cases that are over, by agency and day: for the figures of an agency.
create index cases_closed on cases (jurisdiction, agency, closed_at, opened_at, kind) where closed_at is not null;
