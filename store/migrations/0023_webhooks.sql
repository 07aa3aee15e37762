-- Deliveries that were taken, so that a repeat does nothing. Nothing of what they held is kept.
create table fairlead.webhook_deliveries (
  tenant_id text not null,
  source_id text not null,
  event_id text not null,
  received_at timestamptz not null,
  primary key (tenant_id, source_id, event_id)
);
alter table fairlead.webhook_deliveries enable row level security, force row level security;
create policy tenant on fairlead.webhook_deliveries as restrictive for all to fairlead_app
  using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()));
create policy read on fairlead.webhook_deliveries for select to fairlead_app using ((select fairlead.is_system()));
create policy add on fairlead.webhook_deliveries for insert to fairlead_app
  with check ((select fairlead.is_system()));
create policy remove on fairlead.webhook_deliveries for delete to fairlead_app using ((select fairlead.is_system()));
grant select, insert, delete on fairlead.webhook_deliveries to fairlead_app;
