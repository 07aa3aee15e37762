-- When its source last showed a record: what a full read, however often it was interrupted, no longer shows is gone.
alter table fairlead.records add column listed_at timestamptz;

-- Of a window that is still open: when its first read began, and how many records came since.
alter table fairlead.stream_states
  add column reading_since timestamptz,
  add column reading_seen integer not null default 0 check (reading_seen >= 0);
