-- Finding by meaning and by words: the trained spaces, and the curated words for indicators.
create table fairlead.embedding_spaces (
  tenant_id text not null,
  version text not null,
  trained_for text not null,
  body bytea not null,
  trained_at timestamptz not null,
  primary key (tenant_id, version)
);

create table fairlead.retrieval_documents (
  tenant_id text not null,
  version text not null,
  position int not null,
  kind text not null,
  ref text not null,
  text text not null,
  words tsvector not null,
  -- Of the words' weights as a vector: what a cosine divides by.
  length double precision not null,
  embedding vector(384) not null,
  saved_at timestamptz not null,
  primary key (tenant_id, version, position)
);
create index retrieval_documents_words on fairlead.retrieval_documents using gin (words);

do $$
declare name text;
begin
  foreach name in array array['embedding_spaces', 'retrieval_documents'] loop
    execute format('alter table fairlead.%I enable row level security, force row level security', name);
    execute format('create policy tenant on fairlead.%I as restrictive for all to fairlead_app
      using (tenant_id = (select fairlead.tenant())) with check (tenant_id = (select fairlead.tenant()))', name);
    execute format('create policy add on fairlead.%I for insert to fairlead_app
      with check ((select fairlead.is_system()))', name);
    execute format('create policy remove on fairlead.%I for delete to fairlead_app
      using ((select fairlead.is_system()))', name);
  end loop;
end $$;

-- A space knows words of everybody's titles: Fairlead's own jobs alone read it.
create policy read on fairlead.embedding_spaces for select to fairlead_app using ((select fairlead.is_system()));
-- Curated words name nobody.
create policy read on fairlead.retrieval_documents for select to fairlead_app
  using ((select fairlead.reader()) is not null);

-- Both are made anew from what they were made of.
grant select, insert, delete on fairlead.embedding_spaces, fairlead.retrieval_documents to fairlead_app;
