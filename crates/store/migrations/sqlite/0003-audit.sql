-- Entries of the audit log are added and never changed or removed, by nobody.
create trigger audit_entries_are_kept before delete on records when old.kind = 'audit' begin select raise(abort, 'entries of the audit log are never deleted'); end;
create trigger audit_entries_are_fixed before update on records when old.kind = 'audit' or new.kind = 'audit' begin select raise(abort, 'entries of the audit log are never changed'); end;
