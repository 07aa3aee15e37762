-- Goals in plain words, their measurable results, and progress.
create table fairlead.goals (
  tenant_id text not null,
  id text not null,
  owner_kind text not null check (owner_kind in ('person', 'team')),
  owner_id text not null,
  parent_id text,
  objective text not null,
  description text,
  visibility text not null check (visibility in ('owner', 'line', 'team', 'everyone')),
  status text not null,
  priority int,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index goals_owner on fairlead.goals (tenant_id, owner_id);

create table fairlead.kpis (
  tenant_id text not null,
  id text not null,
  goal_id text not null,
  position int not null,
  -- `kpiSpec` of domain/goal.ts.
  spec jsonb not null,
  indicator_id text,
  baseline_evidence_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, goal_id) references fairlead.goals (tenant_id, id)
);
create index kpis_goal on fairlead.kpis (tenant_id, goal_id);

create table fairlead.check_ins (
  tenant_id text not null,
  id text not null,
  kpi_id text not null,
  value double precision not null,
  comment text,
  author text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, kpi_id) references fairlead.kpis (tenant_id, id)
);
create index check_ins_kpi on fairlead.check_ins (tenant_id, kpi_id, at);

do $$
declare name text;
begin
  foreach name in array array['goals', 'kpis', 'check_ins'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
end $$;

-- `owner`: the owner (of a team's: its managers) and whoever wrote it. `line`: also hr and the managers above.
-- `team`: also the owner's team. A goal kept private stays private from hr too.
create function fairlead.team_circle() returns setof text language sql stable parallel safe rows 10
begin atomic
  select fairlead.own_team()
  union all
  select person_id from fairlead.team_members
  where tenant_id = fairlead.tenant() and team_id = fairlead.own_team();
end;
create policy read on fairlead.goals for select to fairlead_app using (
  (select fairlead.is_system())
  or created_by = (select fairlead.reader())
  or owner_id = (select fairlead.reader())
  or owner_id in (select fairlead.managed_teams())
  or (visibility <> 'owner' and ((select fairlead.sees_everyone())
                                 or owner_id in (select fairlead.visible_people())))
  or (visibility = 'team' and owner_id in (select fairlead.team_circle()))
  or visibility = 'everyone');

-- Written by the owner, the owner's managers and hr.
create function fairlead.governed_owners() returns setof text language sql stable parallel safe rows 60
begin atomic
  select fairlead.visible_people() union all select fairlead.managed_teams();
end;
create policy add on fairlead.goals for insert to fairlead_app
  with check ((select fairlead.sees_everyone())
              or (created_by = (select fairlead.reader()) and owner_id in (select fairlead.governed_owners())));
create policy change on fairlead.goals for update to fairlead_app
  using ((select fairlead.sees_everyone()) or owner_id in (select fairlead.governed_owners()));

-- What hangs on a goal is seen by whom the goal is seen, and written by whom it is written.
create policy read on fairlead.kpis for select to fairlead_app using (goal_id in (select id from fairlead.goals));
create policy add on fairlead.kpis for insert to fairlead_app
  with check ((select fairlead.sees_everyone())
              or goal_id in (select id from fairlead.goals where owner_id in (select fairlead.governed_owners())));
create policy change on fairlead.kpis for update to fairlead_app
  using ((select fairlead.sees_everyone())
         or goal_id in (select id from fairlead.goals where owner_id in (select fairlead.governed_owners())));
create policy remove on fairlead.kpis for delete to fairlead_app
  using ((select fairlead.sees_everyone())
         or goal_id in (select id from fairlead.goals where owner_id in (select fairlead.governed_owners())));
create policy read on fairlead.check_ins for select to fairlead_app using (kpi_id in (select id from fairlead.kpis));
create policy add on fairlead.check_ins for insert to fairlead_app
  with check ((select fairlead.is_system())
              or (author = (select fairlead.reader())
                  and kpi_id in (select kpi.id from fairlead.kpis kpi
                                 join fairlead.goals goal on goal.id = kpi.goal_id
                                 where goal.owner_id in (select fairlead.governed_owners()))));

grant select, insert, update on fairlead.goals to fairlead_app;
grant select, insert, update, delete on fairlead.kpis to fairlead_app;
grant select, insert on fairlead.check_ins to fairlead_app;
