-- Everything is keyed by jurisdiction first: one log and one shard each. Times are milliseconds since 1970 (UTC),
-- days are days since 1970-01-01.

create table log_heads (
    jurisdiction text not null primary key,
    size integer not null,
    last_at integer not null,
    frontier blob not null
) strict, without rowid;

-- With row ids: acts are added at the end of the file, and only their short keys stand by case.
create table events (
    jurisdiction text not null,
    case_id text not null,
    n integer not null,
    leaf integer not null,
    event text not null,
    primary key (jurisdiction, case_id, n)
) strict;

create table log_leaves (
    jurisdiction text not null,
    leaf integer not null,
    case_id text not null,
    n integer not null,
    recorded_at integer not null,
    bytes text not null,
    hash blob not null,
    seed blob not null,
    primary key (jurisdiction, leaf)
) strict, without rowid;

-- A cache of the fold of a case's events; `yangguang doctor` compares the two.
create table cases (
    jurisdiction text not null,
    case_id text not null,
    handle blob not null,
    kind text not null,
    item text not null,
    procedure text not null,
    law text not null,
    agency text not null,
    applicant text,
    phase text not null,
    n integer not null,
    last_hash blob not null,
    opened_at integer not null,
    closed_at integer,
    last_at integer not null,
    due_day integer,
    stages text not null,
    primary key (jurisdiction, case_id)
) strict, without rowid;

-- With `closed_at`, though it is always null here: else SQLite looks into the row of each case that it counts.
create index cases_open on cases (jurisdiction, agency, due_day, closed_at, kind) where closed_at is null;
create index cases_by_item on cases (jurisdiction, item, stages, closed_at) where closed_at is null;

create table tasks (
    jurisdiction text not null,
    case_id text not null,
    stage text not null,
    role text not null,
    agency text not null,
    due_day integer,
    primary key (jurisdiction, case_id, stage)
) strict, without rowid;

create index tasks_of_agency on tasks (jurisdiction, agency, role, due_day);

-- One timer a case: the next moment at which time itself has something to do or to say.
create table timers (
    jurisdiction text not null,
    case_id text not null,
    due_at integer not null,
    primary key (jurisdiction, case_id)
) strict, without rowid;

create index timers_due on timers (jurisdiction, due_at);

-- A card is a case too (`card_id` is its number); warnings and notices ask for no answer and have no case of their own.
create table cards (
    jurisdiction text not null,
    card_id text not null,
    case_id text not null,
    n integer not null,
    rule text not null,
    level integer not null,
    state text not null,
    agency text not null,
    supervisor text,
    post text,
    person text,
    issued_at integer not null,
    changed_at integer not null,
    answer_due integer,
    escalations integer not null,
    document text not null,
    primary key (jurisdiction, card_id)
) strict, without rowid;

create index cards_of_case on cards (jurisdiction, case_id);
create index cards_by_time on cards (issued_at, card_id);

-- With row ids, so that answers are added at the end and only the short keys are spread over pages.
-- The scope is the case that a request is about, or nothing for one that opens a case.
create table idempotency_keys (
    jurisdiction text not null,
    scope text not null,
    request_key text not null,
    request_hash blob not null,
    response text not null,
    recorded_at integer not null,
    primary key (jurisdiction, scope, request_key)
) strict;

create table checkpoints (
    jurisdiction text not null,
    size integer not null,
    note text not null,
    recorded_at integer not null,
    primary key (jurisdiction, size)
) strict, without rowid;

-- The law files as they stood when a case was opened; jurisdiction '*' means every jurisdiction.
create table law_versions (
    jurisdiction text not null,
    hash text not null,
    files text not null,
    recorded_at integer not null,
    primary key (jurisdiction, hash)
) strict, without rowid;

create table jurisdictions (
    jurisdiction text not null primary key,
    parent text,
    document text not null
) strict, without rowid;

create table agencies (
    jurisdiction text not null,
    agency text not null,
    document text not null,
    primary key (jurisdiction, agency)
) strict, without rowid;

create table posts (
    jurisdiction text not null,
    post text not null,
    agency text not null,
    document text not null,
    primary key (jurisdiction, post)
) strict, without rowid;

create table access_tokens (
    jurisdiction text not null,
    token_hash text not null,
    holder text not null,
    recorded_at integer not null,
    primary key (jurisdiction, token_hash)
) strict, without rowid;

create table settings (
    jurisdiction text not null,
    name text not null,
    value text not null,
    primary key (jurisdiction, name)
) strict, without rowid;

create table leases (
    jurisdiction text not null primary key,
    holder text not null,
    token integer not null,
    expires_at integer not null
) strict, without rowid;

-- What was recorded is never changed or removed.
create trigger events_are_kept before delete on events begin select raise(abort, 'events are never deleted'); end;
create trigger events_are_fixed before update on events begin select raise(abort, 'events are never changed'); end;
create trigger leaves_are_kept before delete on log_leaves begin select raise(abort, 'leaves are never deleted'); end;
create trigger leaves_are_fixed before update on log_leaves begin select raise(abort, 'leaves are never changed'); end;
create trigger checkpoints_are_kept before delete on checkpoints begin select raise(abort, 'checkpoints are never deleted'); end;
create trigger checkpoints_are_fixed before update on checkpoints begin select raise(abort, 'checkpoints are never changed'); end;
create trigger law_versions_are_kept before delete on law_versions begin select raise(abort, 'law versions are never deleted'); end;
create trigger law_versions_are_fixed before update on law_versions begin select raise(abort, 'law versions are never changed'); end;
