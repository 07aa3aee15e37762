-- Who works here, who leads whom, who was given which access, and what the organisation decided about itself.
create table fairlead.organisations (
  tenant_id text primary key,
  name text not null,
  created_at timestamptz not null
);

create table fairlead.people (
  tenant_id text not null,
  id text not null,
  employee_id text,
  name text not null,
  email text,
  manager_id text,
  team_id text,
  job_title text,
  job_function text not null,
  department text,
  location text,
  start_date date,
  end_date date,
  employment_type text,
  weekly_hours double precision,
  skills jsonb not null,
  active boolean not null,
  primary key (tenant_id, id)
);
create unique index people_employee_id on fairlead.people (tenant_id, employee_id) where employee_id is not null;
create unique index people_email on fairlead.people (tenant_id, lower(email)) where email is not null;
create index people_team on fairlead.people (tenant_id, team_id);

create table fairlead.teams (
  tenant_id text not null,
  id text not null,
  name text not null,
  manager_id text,
  parent_id text,
  primary key (tenant_id, id)
);

-- Kept by store/lines.ts: who is in which team, and the managers at any distance above a person and above a team.
create table fairlead.team_members (
  tenant_id text not null,
  person_id text not null,
  team_id text not null,
  primary key (tenant_id, person_id)
);
create index team_members_team on fairlead.team_members (tenant_id, team_id);

create table fairlead.reporting_lines (
  tenant_id text not null,
  person_id text not null,
  manager_id text not null,
  distance int not null check (distance > 0),
  primary key (tenant_id, person_id, manager_id)
);
create index reporting_lines_manager on fairlead.reporting_lines (tenant_id, manager_id, person_id);

create table fairlead.team_lines (
  tenant_id text not null,
  team_id text not null,
  manager_id text not null,
  distance int not null check (distance > 0),
  primary key (tenant_id, team_id, manager_id)
);
create index team_lines_manager on fairlead.team_lines (tenant_id, manager_id, team_id);

create table fairlead.access_grants (
  tenant_id text not null,
  person_id text not null,
  role text not null check (role in ('hr', 'auditor', 'admin')),
  granted_by text not null,
  granted_at timestamptz not null,
  primary key (tenant_id, person_id, role)
);

create table fairlead.policies (
  tenant_id text not null,
  version int not null check (version > 0),
  content jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, version)
);

-- Row-level security: the tenant always (restrictive), then who may read and who may write (permissive).
do $$
declare name text;
begin
  foreach name in array array['organisations', 'people', 'teams', 'team_members', 'reporting_lines',
                              'team_lines', 'access_grants', 'policies'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
end $$;

-- Who is in which team and reports to whom is no secret among colleagues, and the functions below rest on it.
create policy read on fairlead.reporting_lines for select to fairlead_app
  using ((select fairlead.reader()) is not null);
create policy read on fairlead.team_members for select to fairlead_app
  using ((select fairlead.reader()) is not null);
create policy read on fairlead.team_lines for select to fairlead_app
  using ((select fairlead.reader()) is not null);

-- The reader and everybody below them.
create function fairlead.visible_people() returns setof text language sql stable parallel safe rows 50
begin atomic
  select fairlead.reader()
  union all
  select person_id from fairlead.reporting_lines
  where tenant_id = fairlead.tenant() and manager_id = fairlead.reader();
end;
create function fairlead.managed_teams() returns setof text language sql stable parallel safe rows 10
begin atomic
  select team_id from fairlead.team_lines
  where tenant_id = fairlead.tenant() and manager_id = fairlead.reader();
end;

create policy read on fairlead.people for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers())
         or id in (select fairlead.visible_people()));

create function fairlead.own_team() returns text language sql stable parallel safe
begin atomic
  select team_id from fairlead.team_members
  where tenant_id = fairlead.tenant() and person_id = fairlead.reader();
end;
-- What a row about a person or a team may be about.
create function fairlead.visible_subjects() returns setof text language sql stable parallel safe rows 60
begin atomic
  select fairlead.visible_people()
  union all select fairlead.managed_teams()
  union all select fairlead.own_team();
end;

create policy read on fairlead.teams for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers())
         or (select fairlead.has_access('auditor')) or id in (select fairlead.visible_subjects()));
create policy read on fairlead.organisations for select to fairlead_app
  using ((select fairlead.reader()) is not null);
create policy read on fairlead.policies for select to fairlead_app
  using ((select fairlead.reader()) is not null);
create policy read on fairlead.access_grants for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers())
         or person_id = (select fairlead.reader()));

create policy add on fairlead.organisations for insert to fairlead_app with check ((select fairlead.is_system()));
create policy add on fairlead.policies for insert to fairlead_app
  with check ((select fairlead.administers()) or (select fairlead.has_access('hr')));
create policy add on fairlead.access_grants for insert to fairlead_app with check ((select fairlead.administers()));
create policy remove on fairlead.access_grants for delete to fairlead_app using ((select fairlead.administers()));
do $$
declare name text;
begin
  foreach name in array array['people', 'teams', 'team_members', 'reporting_lines', 'team_lines'] loop
    execute format('create policy add on fairlead.%I for insert to fairlead_app
      with check ((select fairlead.sees_everyone()) or (select fairlead.administers()))', name);
    execute format('create policy change on fairlead.%I for update to fairlead_app
      using ((select fairlead.sees_everyone()) or (select fairlead.administers()))', name);
  end loop;
  foreach name in array array['team_members', 'reporting_lines', 'team_lines'] loop
    execute format('create policy remove on fairlead.%I for delete to fairlead_app
      using ((select fairlead.sees_everyone()) or (select fairlead.administers()))', name);
  end loop;
end $$;

grant select, insert on fairlead.organisations, fairlead.policies to fairlead_app;
grant select, insert, update on fairlead.people, fairlead.teams to fairlead_app;
grant select, insert, update, delete on fairlead.team_members, fairlead.reporting_lines, fairlead.team_lines to fairlead_app;
grant select, insert, delete on fairlead.access_grants to fairlead_app;
