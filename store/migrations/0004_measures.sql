-- Indicator values, what analytics say of them, and what may be cited.
create table fairlead.observations (
  tenant_id text not null,
  id text not null,
  indicator_id text not null,
  subject_kind text not null check (subject_kind in ('person', 'team')),
  subject_id text not null,
  period_from date not null,
  period_to date not null,
  value double precision,
  unit text not null,
  n int not null,
  coverage double precision not null,
  fresh_until date,
  flags text[] not null,
  primary key (tenant_id, subject_id, indicator_id, period_from, period_to)
);
create index observations_id on fairlead.observations (tenant_id, id);

create table fairlead.assessments (
  tenant_id text not null,
  id text not null,
  indicator_id text not null,
  subject_kind text not null check (subject_kind in ('person', 'team')),
  subject_id text not null,
  period_from date not null,
  period_to date not null,
  body jsonb not null,
  primary key (tenant_id, subject_id, indicator_id, period_from, period_to)
);

create table fairlead.findings (
  tenant_id text not null,
  cycle_id text not null,
  id text not null,
  kind text not null,
  team_id text not null,
  person_id text,
  body jsonb not null,
  primary key (tenant_id, cycle_id, id)
);

create table fairlead.evidence (
  tenant_id text not null,
  id text not null,
  subject_id text not null,
  at date not null,
  kind text not null check (kind in ('record', 'observation', 'assessment', 'goal')),
  text text not null,
  facts jsonb not null,
  ref_id text not null,
  mentions text[] not null,
  hash text not null,
  created_at timestamptz not null,
  embedding vector(384),
  words tsvector not null generated always as (to_tsvector('english', text)) stored,
  primary key (tenant_id, id)
);
create index evidence_subject on fairlead.evidence (tenant_id, subject_id, at);
create index evidence_words on fairlead.evidence using gin (words);

create table fairlead.contests (
  tenant_id text not null,
  evidence_id text not null,
  contested_by text not null,
  contested_at timestamptz not null,
  reason text not null check (reason <> ''),
  primary key (tenant_id, evidence_id),
  foreign key (tenant_id, evidence_id) references fairlead.evidence (tenant_id, id)
);

do $$
declare name text;
begin
  foreach name in array array['observations', 'assessments', 'findings', 'evidence', 'contests'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
  foreach name in array array['observations', 'assessments', 'evidence'] loop
    execute format('create policy read on fairlead.%I for select to fairlead_app
      using ((select fairlead.sees_everyone()) or subject_id in (select fairlead.visible_subjects()))', name);
  end loop;
  foreach name in array array['observations', 'assessments', 'findings', 'evidence'] loop
    execute format('create policy add on fairlead.%I for insert to fairlead_app
      with check ((select fairlead.is_system()))', name);
    execute format('create policy change on fairlead.%I for update to fairlead_app
      using ((select fairlead.is_system()))', name);
  end loop;
end $$;

create policy read on fairlead.findings for select to fairlead_app
  using ((select fairlead.sees_everyone())
         or case when person_id is null then team_id in (select fairlead.managed_teams())
            else person_id in (select fairlead.visible_people()) end);
create policy read on fairlead.contests for select to fairlead_app
  using (evidence_id in (select id from fairlead.evidence));
-- The subject alone disputes what is said of them.
create policy add on fairlead.contests for insert to fairlead_app
  with check (contested_by = (select fairlead.reader())
              and exists (select from fairlead.evidence item
                          where item.tenant_id = contests.tenant_id and item.id = contests.evidence_id
                            and item.subject_id = (select fairlead.reader())));

grant select, insert, update on fairlead.observations, fairlead.assessments, fairlead.findings to fairlead_app;
-- Evidence is immutable; only its embedding comes later.
grant select, insert, update (embedding) on fairlead.evidence to fairlead_app;
grant select, insert on fairlead.contests to fairlead_app;
