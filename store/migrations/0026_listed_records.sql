-- When its source last showed a record: what a full read, however often it was interrupted, no longer shows is gone.
alter table fairlead.records add column listed_at timestamptz;
