-- Runs of evaluation suites that were asked for in the pages, and cases made of what people did.
create table fairlead.evaluation_runs (
  tenant_id text not null,
  id text not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  suites text[] not null,
  repeat int not null check (repeat between 1 and 100),
  requested_by text not null,
  requested_at timestamptz not null,
  finished_at timestamptz,
  progress text,
  error text,
  writer text,
  version text,
  passed boolean,
  seconds double precision,
  results jsonb not null default '[]',
  primary key (tenant_id, id)
);

create table fairlead.evaluation_results (
  tenant_id text not null,
  run_id text not null,
  position int not null,
  result jsonb not null,
  primary key (tenant_id, run_id, position),
  foreign key (tenant_id, run_id) references fairlead.evaluation_runs (tenant_id, id)
);

create table fairlead.evaluation_cases (
  tenant_id text not null,
  id text not null,
  state text not null check (state in ('captured', 'accepted', 'discarded')),
  place jsonb not null,
  verdict text not null check (verdict in ('wrong', 'right')),
  content jsonb not null,
  captured_by text not null,
  captured_at timestamptz not null,
  reviewed_by text,
  reviewed_at timestamptz,
  primary key (tenant_id, id),
  -- Nobody lets their own case in.
  check (state = 'captured' or (reviewed_by is not null and reviewed_by <> captured_by))
);

do $$
declare name text;
begin
  foreach name in array array['evaluation_runs', 'evaluation_results', 'evaluation_cases'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
end $$;

create policy read on fairlead.evaluation_runs for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers()));
create policy add on fairlead.evaluation_runs for insert to fairlead_app
  with check (state = 'queued' and ((select fairlead.sees_everyone()) or (select fairlead.administers())));
create policy change on fairlead.evaluation_runs for update to fairlead_app using ((select fairlead.is_system()));
create policy read on fairlead.evaluation_results for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers()));
create policy add on fairlead.evaluation_results for insert to fairlead_app with check ((select fairlead.is_system()));

create policy read on fairlead.evaluation_cases for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers())
         or captured_by = (select fairlead.reader()));
create policy add on fairlead.evaluation_cases for insert to fairlead_app
  with check (state = 'captured' and captured_by = (select fairlead.reader()));
create policy change on fairlead.evaluation_cases for update to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers()));

grant select, insert, update (state, finished_at, progress, error, writer, version, passed, seconds, results)
  on fairlead.evaluation_runs to fairlead_app;
grant select, insert on fairlead.evaluation_results to fairlead_app;
grant select, insert, update (state, reviewed_by, reviewed_at) on fairlead.evaluation_cases to fairlead_app;
