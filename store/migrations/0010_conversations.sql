-- What approved proposals do in Fairlead itself: conversations to be held, and revisions of KPIs. An effect key is
-- written with its effect, so that a repeated execution finds it.
create table fairlead.conversations (
  tenant_id text not null,
  id text not null,
  with_person_id text not null,
  host_person_id text not null,
  purpose text not null,
  topics jsonb not null,
  due_on date not null,
  state text not null check (state in ('planned', 'held', 'cancelled')),
  note text,
  intervention_id text not null,
  effect_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, effect_key),
  foreign key (tenant_id, intervention_id) references fairlead.interventions (tenant_id, id)
);
create index conversations_host on fairlead.conversations (tenant_id, host_person_id, due_on);
create index conversations_with on fairlead.conversations (tenant_id, with_person_id, due_on);

create table fairlead.kpi_revisions (
  tenant_id text not null,
  effect_key text not null,
  kpi_id text not null,
  before jsonb not null,
  after jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, effect_key)
);
create index kpi_revisions_kpi on fairlead.kpi_revisions (tenant_id, kpi_id, at);

do $$
declare name text;
begin
  foreach name in array array['conversations', 'kpi_revisions'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
    execute format('create policy add on fairlead.%I for insert to fairlead_app
      with check ((select fairlead.is_system()))', name);
  end loop;
end $$;

-- The two who are to talk, and hr.
create policy read on fairlead.conversations for select to fairlead_app
  using ((select fairlead.sees_everyone()) or host_person_id = (select fairlead.reader())
         or with_person_id = (select fairlead.reader()));
-- The host says that it took place or won't.
create policy change on fairlead.conversations for update to fairlead_app
  using ((select fairlead.is_system()) or host_person_id = (select fairlead.reader()));
create policy read on fairlead.kpi_revisions for select to fairlead_app
  using (kpi_id in (select id from fairlead.kpis));

grant select, insert, update (state, note, updated_at) on fairlead.conversations to fairlead_app;
grant select, insert on fairlead.kpi_revisions to fairlead_app;
