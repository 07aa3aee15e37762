-- What a measured effect is compared with, and whether the proposal was carried out at all.
alter table fairlead.outcomes
  add column case_group text not null default 'done' check (case_group in ('done', 'not_done')),
  add column comparison jsonb;

-- A planted proposal: a test of whether bad ones are noticed. It looks like any other and is never carried out.
alter table fairlead.interventions add column planted boolean not null default false;

create function fairlead.keep_planted() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.planted is distinct from old.planted and not (new.planted and fairlead.is_system()) then
    raise exception 'a planted proposal stays one' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
revoke execute on function fairlead.keep_planted() from public;
create trigger keep_planted before update on fairlead.interventions
  for each row execute function fairlead.keep_planted();

-- Whatever the code above says: nothing of a planted proposal can be queued.
alter policy add on fairlead.outbox
  with check (state = 'queued' and intervention_id in (select id from fairlead.interventions where not planted));

create table fairlead.canaries (
  tenant_id text not null,
  intervention_id text not null,
  flaw text not null,
  person_id text not null,
  planted_by text not null,
  planted_at timestamptz not null,
  primary key (tenant_id, intervention_id),
  foreign key (tenant_id, intervention_id) references fairlead.interventions (tenant_id, id)
);

-- When somebody who may decide a version first opened it.
create table fairlead.proposal_views (
  tenant_id text not null,
  intervention_id text not null,
  version int not null,
  person_id text not null,
  shown_at timestamptz not null,
  primary key (tenant_id, intervention_id, version, person_id),
  foreign key (tenant_id, intervention_id, version)
    references fairlead.intervention_versions (tenant_id, intervention_id, version)
);

do $$
declare name text;
begin
  foreach name in array array['canaries', 'proposal_views'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
    execute format('create trigger immutable before update or delete on fairlead.%I
      for each row execute function fairlead.refuse_change()', name);
    execute format('create trigger never_emptied before truncate on fairlead.%I
      for each statement execute function fairlead.refuse_change()', name);
  end loop;
end $$;

-- Its deciders learn of the test when it is over, and not before.
create policy read on fairlead.canaries for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers())
         or intervention_id in (select id from fairlead.interventions
                                where state <> 'awaiting_approval' and (select fairlead.reader()) = any (decider_ids)));
create policy add on fairlead.canaries for insert to fairlead_app with check ((select fairlead.is_system()));
-- How long somebody looked is between them and hr.
create policy read on fairlead.proposal_views for select to fairlead_app
  using ((select fairlead.sees_everyone()) or person_id = (select fairlead.reader()));
create policy add on fairlead.proposal_views for insert to fairlead_app
  with check (((select fairlead.is_system()) or person_id = (select fairlead.reader()))
              and intervention_id in (select id from fairlead.interventions));
grant select, insert on fairlead.canaries, fairlead.proposal_views to fairlead_app;
