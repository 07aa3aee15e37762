-- The hash-chained log. `at` is text because the hash covers it letter by letter.
create table fairlead.audit_entries (
  tenant_id text not null,
  seq bigint not null check (seq > 0),
  at text not null,
  actor text not null,
  event text not null,
  subject text not null,
  data jsonb not null,
  previous_hash text not null,
  hash text not null,
  primary key (tenant_id, seq)
);

-- The end of each chain, apart from it: its row lock keeps two appends from forking the chain, and it shows a cut tail.
create table fairlead.audit_heads (
  tenant_id text primary key,
  count bigint not null check (count >= 0),
  hash text not null
);

create function fairlead.refuse_shrinking() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.tenant_id <> old.tenant_id or new.count <> old.count + 1 then
    raise exception 'the head of the audit log only moves on by one entry' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger immutable before update or delete on fairlead.audit_entries
  for each row execute function fairlead.refuse_change();
create trigger never_emptied before truncate on fairlead.audit_entries
  for each statement execute function fairlead.refuse_change();
create trigger grows before update on fairlead.audit_heads
  for each row execute function fairlead.refuse_shrinking();
create trigger stays before delete on fairlead.audit_heads
  for each row execute function fairlead.refuse_change();
create trigger never_emptied before truncate on fairlead.audit_heads
  for each statement execute function fairlead.refuse_change();

do $$
declare name text;
begin
  foreach name in array array['audit_entries', 'audit_heads'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
  end loop;
end $$;

create policy read on fairlead.audit_entries for select to fairlead_app
  using ((select fairlead.sees_everyone()) or (select fairlead.has_access('auditor')));
-- Whoever does something appends what they did; only Fairlead itself writes in another's name.
create policy add on fairlead.audit_entries for insert to fairlead_app
  with check ((select fairlead.is_system()) or actor = (select fairlead.reader()));
-- A hash and a count tell nothing, and everybody who appends needs them.
create policy read on fairlead.audit_heads for select to fairlead_app using ((select fairlead.reader()) is not null);
create policy add on fairlead.audit_heads for insert to fairlead_app
  with check ((select fairlead.reader()) is not null and count = 0);
create policy change on fairlead.audit_heads for update to fairlead_app
  using ((select fairlead.reader()) is not null);

grant select, insert on fairlead.audit_entries to fairlead_app;
grant select, insert, update on fairlead.audit_heads to fairlead_app;
