-- Until when each person has looked at what changed, and which KPIs they knew to be behind; with the state before, so
-- that a look can be taken back.
create table fairlead.last_seen (
  tenant_id text not null,
  person_id text not null,
  -- null once the first look was taken back.
  seen_at timestamptz,
  behind text[] not null,
  previous_seen_at timestamptz,
  previous_behind text[] not null,
  can_undo boolean not null,
  primary key (tenant_id, person_id)
);
alter table fairlead.last_seen enable row level security, force row level security;
create policy tenant on fairlead.last_seen as restrictive for all to fairlead_app
  using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()));
-- When somebody last looked is theirs alone: neither their manager nor hr learns it.
create policy own on fairlead.last_seen for all to fairlead_app
  using (person_id = (select fairlead.reader())) with check (person_id = (select fairlead.reader()));
grant select, insert, update on fairlead.last_seen to fairlead_app;
