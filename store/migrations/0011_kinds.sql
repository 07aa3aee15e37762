-- The last back-test of the detectors: figures of the organisation, of nobody in particular.
create table fairlead.backtests (
  tenant_id text not null,
  as_of date not null,
  body jsonb not null,
  made_at timestamptz not null,
  primary key (tenant_id, as_of)
);
alter table fairlead.backtests enable row level security, force row level security;
create policy tenant on fairlead.backtests as restrictive for all to fairlead_app
  using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()));
-- Everybody may know how far the signs that are looked for can be trusted.
create policy read on fairlead.backtests for select to fairlead_app using ((select fairlead.reader()) is not null);
create policy add on fairlead.backtests for insert to fairlead_app with check ((select fairlead.is_system()));
create policy change on fairlead.backtests for update to fairlead_app using ((select fairlead.is_system()));
grant select, insert, update (body, made_at) on fairlead.backtests to fairlead_app;

-- What a manager was given lately, and the newest of a matter.
create index interventions_deciders on fairlead.interventions using gin (decider_ids);
create index interventions_subjects on fairlead.interventions using gin (subject_ids);
create index interventions_matter on fairlead.interventions (tenant_id, dedupe_key, created_at desc);
