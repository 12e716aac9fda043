-- What the platform keeps beside official acts: accounts, sessions, drafts, notices, certificates and the like. The
-- kind says which; the owner is what lists are made by (an account, an agency, a case).
create table records (
    jurisdiction text not null,
    kind text not null,
    record_key text not null,
    owner text not null,
    at bigint not null,
    document text not null,
    primary key (jurisdiction, kind, record_key)
);

create index records_of_owner on records (jurisdiction, kind, owner, at, record_key);

grant select, insert, update, delete on records to yangguang_program;
