-- Everything is keyed by jurisdiction first: one log and one shard each. Times are milliseconds since 1970 (UTC),
-- days are days since 1970-01-01.

create table log_heads (
    jurisdiction text not null primary key,
    size bigint not null,
    last_at bigint not null,
    frontier bytea not null
);

create table events (
    jurisdiction text not null,
    case_id text not null,
    n bigint not null,
    leaf bigint not null,
    event text not null,
    primary key (jurisdiction, case_id, n)
);

create table log_leaves (
    jurisdiction text not null,
    leaf bigint not null,
    case_id text not null,
    n bigint not null,
    recorded_at bigint not null,
    bytes text not null,
    hash bytea not null,
    seed bytea not null,
    primary key (jurisdiction, leaf)
);

-- A cache of the fold of a case's events; `yangguang doctor` compares the two.
create table cases (
    jurisdiction text not null,
    case_id text not null,
    handle bytea not null,
    kind text not null,
    item text not null,
    procedure text not null,
    law text not null,
    agency text not null,
    applicant text,
    phase text not null,
    n bigint not null,
    last_hash bytea not null,
    opened_at bigint not null,
    closed_at bigint,
    last_at bigint not null,
    due_day bigint,
    stages text not null,
    primary key (jurisdiction, case_id)
);

create index cases_open on cases (jurisdiction, agency, due_day) where closed_at is null and kind = 'case';
create index cases_by_item on cases (jurisdiction, item, stages) where closed_at is null;

create table tasks (
    jurisdiction text not null,
    case_id text not null,
    stage text not null,
    role text not null,
    agency text not null,
    due_day bigint,
    primary key (jurisdiction, case_id, stage)
);

create index tasks_of_agency on tasks (jurisdiction, agency, role, due_day);

-- One timer a case: the next moment at which time itself has something to do or to say.
create table timers (
    jurisdiction text not null,
    case_id text not null,
    due_at bigint not null,
    primary key (jurisdiction, case_id)
);

create index timers_due on timers (jurisdiction, due_at);

-- A card is a case too (`card_id` is its number); warnings and notices ask for no answer and have no case of their own.
create table cards (
    jurisdiction text not null,
    card_id text not null,
    case_id text not null,
    n bigint not null,
    rule text not null,
    level bigint not null,
    state text not null,
    agency text not null,
    supervisor text,
    post text,
    person text,
    issued_at bigint not null,
    changed_at bigint not null,
    answer_due bigint,
    escalations bigint not null,
    document text not null,
    primary key (jurisdiction, card_id)
);

create index cards_of_case on cards (jurisdiction, case_id);
create index cards_by_time on cards (issued_at, card_id);

-- The scope is the case that a request is about, or nothing for one that opens a case.
create table idempotency_keys (
    jurisdiction text not null,
    scope text not null,
    request_key text not null,
    request_hash bytea not null,
    response text not null,
    recorded_at bigint not null,
    primary key (jurisdiction, scope, request_key)
);

create table checkpoints (
    jurisdiction text not null,
    size bigint not null,
    note text not null,
    recorded_at bigint not null,
    primary key (jurisdiction, size)
);

-- The law files as they stood when a case was opened; jurisdiction '*' means every jurisdiction.
create table law_versions (
    jurisdiction text not null,
    hash text not null,
    files text not null,
    recorded_at bigint not null,
    primary key (jurisdiction, hash)
);

create table jurisdictions (
    jurisdiction text not null primary key,
    parent text,
    document text not null
);

create table agencies (
    jurisdiction text not null,
    agency text not null,
    document text not null,
    primary key (jurisdiction, agency)
);

create table posts (
    jurisdiction text not null,
    post text not null,
    agency text not null,
    document text not null,
    primary key (jurisdiction, post)
);

create table access_tokens (
    jurisdiction text not null,
    token_hash text not null,
    holder text not null,
    recorded_at bigint not null,
    primary key (jurisdiction, token_hash)
);

create table settings (
    jurisdiction text not null,
    name text not null,
    value text not null,
    primary key (jurisdiction, name)
);

create table leases (
    jurisdiction text not null primary key,
    holder text not null,
    token bigint not null,
    expires_at bigint not null
);

-- What was recorded is never changed or removed: the program acts as a role that may only add and read, and a
-- trigger stops those who may do more from doing it by mistake.
create function keep_records() returns trigger language plpgsql as $$
begin
    raise exception '% are never changed or deleted', tg_table_name;
end $$;

create trigger events_are_fixed before update or delete or truncate on events execute function keep_records();
create trigger leaves_are_fixed before update or delete or truncate on log_leaves execute function keep_records();
create trigger checkpoints_are_fixed before update or delete or truncate on checkpoints execute function keep_records();
create trigger law_versions_are_fixed before update or delete or truncate on law_versions execute function keep_records();

do $$
begin
    if not exists (select from pg_roles where rolname = 'yangguang_program') then
        create role yangguang_program nologin;
    end if;
exception
    -- The role belongs to the server: another of its databases may be making it at this moment.
    when duplicate_object or unique_violation then null;
end $$;

grant select, insert on events, log_leaves, checkpoints, law_versions to yangguang_program;
grant select, insert, update, delete on log_heads, cases, tasks, timers, cards, idempotency_keys, jurisdictions,
    agencies, posts, access_tokens, settings, leases to yangguang_program;
grant select on schema_migrations to yangguang_program;
grant yangguang_program to current_user;
