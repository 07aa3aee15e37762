-- Proposals, the decisions on them, and what was done: design rule 5. The graph may be thrown away and rebuilt
-- from these tables.
create table fairlead.interventions (
  tenant_id text not null,
  id text not null,
  kind text not null,
  team_id text not null,
  cycle_id text,
  version int not null check (version > 0),
  hash text not null,
  state text not null,
  step int not null check (step >= 0),
  proposed_by text not null,
  subject_ids text[] not null,
  -- Everybody in the chain of any version, for the policy below: whoever decided goes on seeing what became of it.
  decider_ids text[] not null,
  dedupe_key text not null,
  expires_on date not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
-- At most one open proposal of the same matter.
create unique index interventions_open on fairlead.interventions (tenant_id, dedupe_key)
  where state = 'awaiting_approval';
create index interventions_newest on fairlead.interventions (tenant_id, created_at desc, id desc);

create table fairlead.intervention_versions (
  tenant_id text not null,
  intervention_id text not null,
  version int not null check (version > 0),
  hash text not null,
  content jsonb not null,
  proposed_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, intervention_id, version),
  foreign key (tenant_id, intervention_id) references fairlead.interventions (tenant_id, id)
);

create table fairlead.decisions (
  tenant_id text not null,
  id text not null,
  intervention_id text not null,
  version int not null,
  hash text not null,
  step int not null,
  type text not null check (type in ('approve', 'edit', 'reject', 'respond')),
  decided_by text not null,
  comment text,
  at timestamptz not null,
  -- Order among decisions of one instant.
  seq bigint generated always as identity,
  idempotency_key text not null,
  request_hash text not null,
  primary key (tenant_id, id),
  unique (tenant_id, decided_by, idempotency_key),
  foreign key (tenant_id, intervention_id, version)
    references fairlead.intervention_versions (tenant_id, intervention_id, version)
);
-- One yes or no a step of a version: the second of two at once finds it taken whatever the code does.
create unique index decisions_once on fairlead.decisions (tenant_id, intervention_id, version, step)
  where type in ('approve', 'reject');
create index decisions_intervention on fairlead.decisions (tenant_id, intervention_id, seq);

create table fairlead.outbox (
  tenant_id text not null,
  effect_key text not null,
  intervention_id text not null,
  version int not null,
  position int not null,
  action jsonb not null,
  state text not null check (state in ('queued', 'leased', 'done', 'void', 'failed', 'unknown')),
  attempts int not null default 0,
  fence int not null default 0,
  leased_until timestamptz,
  external_ref text,
  reason text,
  done_at timestamptz,
  primary key (tenant_id, effect_key),
  foreign key (tenant_id, intervention_id, version)
    references fairlead.intervention_versions (tenant_id, intervention_id, version)
);
create index outbox_intervention on fairlead.outbox (tenant_id, intervention_id, version, position);

create table fairlead.effects (
  tenant_id text not null,
  effect_key text not null,
  intervention_id text not null,
  done_by text not null check (done_by in ('us', 'someone_else')),
  external_ref text,
  fence int not null,
  at timestamptz not null,
  primary key (tenant_id, effect_key),
  foreign key (tenant_id, effect_key) references fairlead.outbox (tenant_id, effect_key)
);

create table fairlead.outcomes (
  tenant_id text not null,
  intervention_id text not null,
  metric text not null,
  unit text not null,
  predicted double precision not null,
  measured double precision,
  verdict text not null,
  measured_at timestamptz not null,
  primary key (tenant_id, intervention_id),
  foreign key (tenant_id, intervention_id) references fairlead.interventions (tenant_id, id)
);

do $$
declare name text;
begin
  foreach name in array array['interventions', 'intervention_versions', 'decisions', 'outbox', 'effects',
                              'outcomes'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
  foreach name in array array['intervention_versions', 'decisions', 'outbox', 'effects', 'outcomes'] loop
    execute format('create policy read on fairlead.%I for select to fairlead_app
      using (intervention_id in (select id from fairlead.interventions))', name);
  end loop;
  foreach name in array array['effects', 'outcomes'] loop
    execute format('create policy add on fairlead.%I for insert to fairlead_app
      with check ((select fairlead.is_system()))', name);
  end loop;
  foreach name in array array['intervention_versions', 'decisions', 'effects'] loop
    execute format('create trigger immutable before update or delete on fairlead.%I
      for each row execute function fairlead.refuse_change()', name);
    execute format('create trigger never_emptied before truncate on fairlead.%I
      for each statement execute function fairlead.refuse_change()', name);
  end loop;
end $$;

create policy read on fairlead.interventions for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.has_access('auditor'))
         or (select fairlead.reader()) = any (decider_ids)
         or team_id in (select fairlead.managed_teams()));
create policy add on fairlead.interventions for insert to fairlead_app with check ((select fairlead.is_system()));
-- Nobody decides on a matter about themselves, whatever the code above says.
create policy change on fairlead.interventions for update to fairlead_app
  using ((select fairlead.is_system())
         or (((select fairlead.sees_everyone()) or (select fairlead.reader()) = any (decider_ids))
             and (select fairlead.reader()) <> all (subject_ids)))
  with check ((select fairlead.reader()) is not null);
create policy add on fairlead.intervention_versions for insert to fairlead_app
  with check ((select fairlead.is_system()) or intervention_id in (select id from fairlead.interventions));
create policy add on fairlead.decisions for insert to fairlead_app
  with check (((select fairlead.is_system()) or decided_by = (select fairlead.reader()))
              and intervention_id in (select id from fairlead.interventions));
create policy add on fairlead.outbox for insert to fairlead_app
  with check (state = 'queued' and intervention_id in (select id from fairlead.interventions));
create policy change on fairlead.outbox for update to fairlead_app using ((select fairlead.is_system()));

grant select, insert, update on fairlead.interventions to fairlead_app;
grant select, insert on fairlead.intervention_versions, fairlead.decisions, fairlead.effects, fairlead.outcomes
  to fairlead_app;
grant select, insert, update (state, attempts, fence, leased_until, external_ref, reason, done_at)
  on fairlead.outbox to fairlead_app;
