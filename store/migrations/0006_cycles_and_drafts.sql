-- Runs of the main job with their progress, and what was written in them.
create table fairlead.cycles (
  tenant_id text not null,
  id text not null,
  team_id text not null,
  state text not null,
  period_from date not null,
  period_to date not null,
  as_of date not null,
  requested_by text not null,
  error jsonb,
  result jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index cycles_newest on fairlead.cycles (tenant_id, created_at desc, id desc);

create table fairlead.cycle_events (
  tenant_id text not null,
  cycle_id text not null,
  seq int not null check (seq > 0),
  -- Names the occasion, so that a node that runs twice reports once.
  key text not null,
  at timestamptz not null,
  step text not null,
  person_id text,
  done int not null,
  total int not null,
  message text not null,
  primary key (tenant_id, cycle_id, seq),
  unique (tenant_id, cycle_id, key),
  foreign key (tenant_id, cycle_id) references fairlead.cycles (tenant_id, id)
);

create table fairlead.drafts (
  tenant_id text not null,
  id text not null,
  kind text not null check (kind in ('summary', 'plan')),
  person_id text not null,
  cycle_id text,
  period_from date not null,
  period_to date not null,
  status text not null check (status in ('ready', 'not_enough_data', 'superseded')),
  areas jsonb not null,
  dropped jsonb not null,
  authorship jsonb not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index drafts_person on fairlead.drafts (tenant_id, person_id, kind, created_at desc);
create index drafts_newest on fairlead.drafts (tenant_id, kind, created_at desc, id desc);

create table fairlead.claims (
  tenant_id text not null,
  draft_id text not null,
  position int not null,
  section text not null,
  text text not null,
  citations text[] not null,
  primary key (tenant_id, draft_id, position),
  foreign key (tenant_id, draft_id) references fairlead.drafts (tenant_id, id)
);
create index claims_citations on fairlead.claims using gin (citations);

do $$
declare name text;
begin
  foreach name in array array['cycles', 'cycle_events', 'drafts', 'claims'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
  foreach name in array array['cycle_events', 'drafts', 'claims'] loop
    execute format('create policy add on fairlead.%I for insert to fairlead_app
      with check ((select fairlead.is_system()))', name);
  end loop;
  foreach name in array array['cycles', 'drafts'] loop
    execute format('create policy change on fairlead.%I for update to fairlead_app
      using ((select fairlead.is_system()))', name);
  end loop;
end $$;

-- A run names everybody in the team: for those who lead it.
create policy read on fairlead.cycles for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers())
         or team_id in (select fairlead.managed_teams()));
create policy add on fairlead.cycles for insert to fairlead_app
  with check ((select fairlead.sees_everyone()) or (select fairlead.administers())
              or (requested_by = (select fairlead.reader()) and team_id in (select fairlead.managed_teams())));
create policy read on fairlead.cycle_events for select to fairlead_app
  using (cycle_id in (select id from fairlead.cycles));
create policy read on fairlead.drafts for select to fairlead_app
  using ((select fairlead.sees_everyone()) or person_id in (select fairlead.visible_people()));
create policy read on fairlead.claims for select to fairlead_app
  using (draft_id in (select id from fairlead.drafts));

grant select, insert, update on fairlead.cycles to fairlead_app;
grant select, insert on fairlead.cycle_events, fairlead.claims to fairlead_app;
grant select, insert, update (status) on fairlead.drafts to fairlead_app;
