-- An account that somebody took away from a person belongs to nobody until it is given to one again.
alter table fairlead.source_accounts drop constraint source_accounts_method_check;
alter table fairlead.source_accounts add constraint source_accounts_method_check
  check (method in ('email', 'employee_id', 'confirmed', 'released', 'none'));

-- Figures that nothing bears out any more go when an account is given to somebody else.
create policy remove on fairlead.observations for delete to fairlead_app using ((select fairlead.is_system()));
grant delete on fairlead.observations to fairlead_app;
