-- The schema, the role that every scoped transaction takes, and what policies ask.
create schema if not exists fairlead;
revoke all on schema fairlead from public;

-- Roles belong to the whole cluster: another database of it may have made this one, or be making it right now.
do $$
begin
  if not exists (select from pg_roles where rolname = 'fairlead_app') then
    begin
      create role fairlead_app nologin nosuperuser nocreatedb nocreaterole noinherit nobypassrls;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  -- From PostgreSQL 16 a role's maker is a member of it without being able to take it.
  if not pg_has_role(current_user, 'fairlead_app',
                     case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) then
    begin
      execute format('grant fairlead_app to %I', current_user);
    exception when unique_violation then null;
    end;
  end if;
end $$;
grant usage on schema fairlead to fairlead_app;

-- Set for one transaction by store/scope.ts. Unset means null, and null matches no row.
create function fairlead.tenant() returns text language sql stable parallel safe
  return nullif(current_setting('fairlead.tenant', true), '');
create function fairlead.reader() returns text language sql stable parallel safe
  return nullif(current_setting('fairlead.reader', true), '');
create function fairlead.has_access(role text) returns boolean language sql stable parallel safe
  return role = any (string_to_array(coalesce(current_setting('fairlead.access', true), ''), ','));
create function fairlead.is_system() returns boolean language sql stable parallel safe
  return fairlead.has_access('system');
create function fairlead.sees_everyone() returns boolean language sql stable parallel safe
  return fairlead.has_access('system') or fairlead.has_access('hr');
create function fairlead.administers() returns boolean language sql stable parallel safe
  return fairlead.has_access('system') or fairlead.has_access('admin');

-- For tables whose rows are never changed once written, whoever asks: the owner and superusers too.
create function fairlead.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
