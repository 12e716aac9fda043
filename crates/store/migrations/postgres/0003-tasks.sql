-- A task belongs to the agency that must do it: in a parallel approval each joint agency has one of its own. What a list
-- of tasks is narrowed by stands in the task, and all of it in one index, in the order of what is due.
-- `due_day` is 2932896 (9999-12-31) where no limit runs, so that such tasks come last on both databases.
create table agency_tasks (
    jurisdiction text not null,
    case_id text not null,
    stage text not null,
    agency text not null,
    role text not null,
    post text not null,
    item text not null,
    due_day bigint not null,
    paused bigint not null,
    primary key (jurisdiction, case_id, stage, agency)
);

insert into agency_tasks
select t.jurisdiction, t.case_id, t.stage, t.agency, t.role, '', c.item, coalesce(t.due_day, c.due_day, 2932896), 0
from tasks t join cases c on c.jurisdiction = t.jurisdiction and c.case_id = t.case_id;

drop table tasks;
alter table agency_tasks rename to tasks;
create index tasks_by_due on tasks (agency, due_day, jurisdiction, case_id, stage, role, post, item, paused);

grant select, insert, update, delete on tasks to yangguang_program;
