-- Outside systems, their accounts, how far each stream was read, and what was read.
create table fairlead.sources (
  tenant_id text not null,
  id text not null,
  name text not null,
  vendor text not null,
  base_url text,
  settings jsonb not null,
  enabled boolean not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table fairlead.stream_states (
  tenant_id text not null,
  source_id text not null,
  stream text not null,
  cursor jsonb,
  last_success_at timestamptz,
  last_error text,
  last_error_code text,
  partial boolean not null default false,
  records_seen bigint not null default 0,
  records_rejected bigint not null default 0,
  primary key (tenant_id, source_id, stream)
);

create table fairlead.source_accounts (
  tenant_id text not null,
  source_id text not null,
  account text not null,
  display_name text,
  email text,
  active boolean not null,
  bot boolean not null,
  time_zone text,
  person_id text,
  method text not null default 'none' check (method in ('email', 'employee_id', 'confirmed', 'none')),
  suggested_person_id text,
  primary key (tenant_id, source_id, account)
);
create index source_accounts_person on fairlead.source_accounts (tenant_id, person_id) where person_id is not null;

-- Records that could not be taken: counted and shown.
create table fairlead.record_faults (
  tenant_id text not null,
  source_id text not null,
  stream text not null,
  external_id text not null,
  reason text not null,
  seen_at timestamptz not null,
  primary key (tenant_id, source_id, stream, external_id)
);

-- No foreign keys: a page is thousands of rows, and its source is checked once. The id is made from source, kind
-- and external id, so that the primary key is also what makes a repeat harmless.
create table fairlead.records (
  tenant_id text not null,
  id text not null,
  source_id text not null,
  kind text not null,
  external_id text not null,
  account text,
  updated_at timestamptz not null,
  deleted boolean not null,
  -- The days it touches; `last_day` is null while it is open.
  first_day date not null,
  last_day date,
  payload jsonb not null,
  payload_hash text not null,
  fetched_at timestamptz not null,
  primary key (tenant_id, id)
);
create index records_account on fairlead.records (tenant_id, source_id, account, first_day);

do $$
declare name text;
begin
  foreach name in array array['sources', 'stream_states', 'source_accounts', 'record_faults', 'records'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
  foreach name in array array['sources', 'stream_states', 'record_faults'] loop
    execute format('create policy read on fairlead.%I for select to fairlead_app
      using ((select fairlead.sees_everyone()) or (select fairlead.administers())
             or (select fairlead.has_access(''auditor'')))', name);
    execute format('create policy add on fairlead.%I for insert to fairlead_app
      with check ((select fairlead.administers()))', name);
    execute format('create policy change on fairlead.%I for update to fairlead_app
      using ((select fairlead.administers()))', name);
  end loop;
end $$;

create policy read on fairlead.source_accounts for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers())
         or person_id in (select fairlead.visible_people()));
create policy add on fairlead.source_accounts for insert to fairlead_app
  with check ((select fairlead.is_system()));
create policy change on fairlead.source_accounts for update to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.administers()));

-- A record is about the person whom its account belongs to; accounts are under their own policy here.
create policy read on fairlead.records for select to fairlead_app
  using ((select fairlead.sees_everyone())
         or (source_id, account) in (
           select own.source_id, own.account from fairlead.source_accounts own
           where own.person_id in (select fairlead.visible_people())));
create policy add on fairlead.records for insert to fairlead_app with check ((select fairlead.is_system()));
create policy change on fairlead.records for update to fairlead_app using ((select fairlead.is_system()));

grant select, insert, update on fairlead.sources, fairlead.stream_states, fairlead.source_accounts,
  fairlead.record_faults, fairlead.records to fairlead_app;
