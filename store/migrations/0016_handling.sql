-- Who has taken a decision on, and to whom a step was handed on. Neither is part of what the hash covers: they say who
-- may sign, not what is signed.
alter table fairlead.interventions add column claimed_by text, add column claimed_until timestamptz,
  add column reminded_at timestamptz;

create table fairlead.delegations (
  tenant_id text not null,
  intervention_id text not null,
  version int not null,
  step int not null,
  to_person_id text not null,
  -- A person, or `fairlead` where a decision waited too long.
  from_person_id text not null,
  reason text not null,
  at timestamptz not null,
  primary key (tenant_id, intervention_id, version, step, to_person_id),
  foreign key (tenant_id, intervention_id, version)
    references fairlead.intervention_versions (tenant_id, intervention_id, version)
);
alter table fairlead.delegations enable row level security, force row level security;
create policy tenant on fairlead.delegations as restrictive for all to fairlead_app
  using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()));
create policy read on fairlead.delegations for select to fairlead_app
  using (intervention_id in (select id from fairlead.interventions));
create policy add on fairlead.delegations for insert to fairlead_app
  with check (((select fairlead.is_system()) or from_person_id = (select fairlead.reader()))
              and intervention_id in (select id from fairlead.interventions));
create trigger immutable before update or delete on fairlead.delegations
  for each row execute function fairlead.refuse_change();
create trigger never_emptied before truncate on fairlead.delegations
  for each statement execute function fairlead.refuse_change();
grant select, insert on fairlead.delegations to fairlead_app;
