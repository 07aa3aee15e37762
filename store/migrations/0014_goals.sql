-- Goals with a day of their own, what a file stated, earlier versions to go back to, and progress that computes itself.
alter table fairlead.goals
  add column due_on date,
  add column stated_completion double precision check (stated_completion between 0 and 1);
create index goals_parent on fairlead.goals (tenant_id, parent_id);
create index goals_created on fairlead.goals (tenant_id, created_at desc, id desc);
alter table fairlead.kpis add column title text;
alter table fairlead.check_ins add column confidence int check (confidence between 1 and 10);

-- Each state that a goal had, whole (`goal` of domain/goal.ts without progress): what an undo brings back.
create table fairlead.goal_versions (
  tenant_id text not null,
  goal_id text not null,
  version int not null check (version > 0),
  content jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  restored_from int,
  primary key (tenant_id, goal_id, version),
  foreign key (tenant_id, goal_id) references fairlead.goals (tenant_id, id)
);

-- How far each KPI has come, as last computed (`kpiProgress`).
create table fairlead.kpi_progress (
  tenant_id text not null,
  kpi_id text not null,
  body jsonb not null,
  -- Copied out of `body`: what is at risk is asked for at every cycle.
  status text not null,
  as_of date not null,
  primary key (tenant_id, kpi_id),
  foreign key (tenant_id, kpi_id) references fairlead.kpis (tenant_id, id) on delete cascade
);

do $$
declare name text;
begin
  foreach name in array array['goal_versions', 'kpi_progress'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
end $$;

-- What a goal said before may have been meant for fewer eyes than what it says now: for those who may change it alone.
create policy read on fairlead.goal_versions for select to fairlead_app
  using ((select fairlead.sees_everyone())
         or goal_id in (select id from fairlead.goals where owner_id in (select fairlead.governed_owners())));
create policy add on fairlead.goal_versions for insert to fairlead_app
  with check ((select fairlead.sees_everyone())
              or (changed_by = (select fairlead.reader())
                  and goal_id in (select id from fairlead.goals
                                  where owner_id in (select fairlead.governed_owners()))));

-- Seen by whom the goal is seen; written by whoever may write the goal (a check-in moves it) and by Fairlead's own jobs.
create policy read on fairlead.kpi_progress for select to fairlead_app
  using (kpi_id in (select id from fairlead.kpis));
create policy add on fairlead.kpi_progress for insert to fairlead_app
  with check ((select fairlead.sees_everyone())
              or kpi_id in (select kpi.id from fairlead.kpis kpi join fairlead.goals goal
                              on goal.tenant_id = kpi.tenant_id and goal.id = kpi.goal_id
                            where goal.owner_id in (select fairlead.governed_owners())));
create policy change on fairlead.kpi_progress for update to fairlead_app
  using ((select fairlead.sees_everyone())
         or kpi_id in (select kpi.id from fairlead.kpis kpi join fairlead.goals goal
                         on goal.tenant_id = kpi.tenant_id and goal.id = kpi.goal_id
                       where goal.owner_id in (select fairlead.governed_owners())));

grant select, insert on fairlead.goal_versions to fairlead_app;
grant select, insert, update on fairlead.kpi_progress to fairlead_app;
