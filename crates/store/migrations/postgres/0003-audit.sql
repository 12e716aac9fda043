-- Entries of the audit log are added and never changed or removed, by nobody.
create function keep_audit_entries() returns trigger language plpgsql as $$
begin
    raise exception 'entries of the audit log are never changed or deleted';
end $$;

create trigger audit_entries_are_kept before delete on records for each row when (old.kind = 'audit') execute function keep_audit_entries();
create trigger audit_entries_are_fixed before update on records for each row when (old.kind = 'audit' or new.kind = 'audit') execute function keep_audit_entries();
