import { useEffect, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { AuditList } from '../answers.ts';
import { get } from '../api.ts';
import { ChainSign } from '../parts/audit-chain.tsx';
import { auditColumns } from '../parts/audit-columns.tsx';
import { AuditFilters, auditWishes } from '../parts/audit-filters.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { TableView } from '../parts/table-view.tsx';
import { counted } from '../parts/words.ts';

type Entry = AuditList['items'][number];

/** What is read at first, and at each further turn. */
const FIRST = 200;
const FURTHER = 1000;

export function AuditPage() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const wishes = auditWishes(search);
  const set = (changed: Record<string, string>) => {
    const next = new URLSearchParams(
      Object.entries({ ...wishes, ...changed }).filter(([, value]) => value !== ''),
    );
    navigate(next.size === 0 ? '/audit' : `/audit?${next}`, { replace: true });
  };
  return (
    <>
      <PageHead title="Audit">
        <p className="quiet measure">
          Entries are only ever added, and each holds the hash of the one before it, so a changed or missing
          one shows.
        </p>
        <ChainSign />
      </PageHead>
      <div className="stack">
        <AuditFilters wishes={wishes} onChange={set} />
        <Log key={search} wishes={wishes} />
      </div>
    </>
  );
}

interface Read {
  entries: readonly Entry[];
  names: Record<string, string>;
  next: string | null;
}

const nothing: Read = { entries: [], names: {}, next: '' };

/** Newest first; grows at the reader's wish. */
function Log({ wishes }: { wishes: Record<string, string> }) {
  const [read, setRead] = useState<Read>(nothing);
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const asked = new URLSearchParams({ ...wishes, order: 'newest' });
  const more = async (before: string, limit: number) => {
    setBusy(true);
    setError(null);
    const cursor = before === '' ? '' : `&before=${before}`;
    try {
      const found = await get<AuditList>(`/api/audit?${asked}&limit=${limit}${cursor}`);
      setRead((had) => ({
        entries: before === '' ? found.items : [...had.entries, ...found.items],
        names: { ...had.names, ...found.names },
        next: found.next,
      }));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another wish is another log (see its key)
  useEffect(() => {
    void more('', FIRST);
  }, []);
  const { entries, names, next } = read;
  const failure = error !== null && <Failure error={error} retry={() => void more(next ?? '', FURTHER)} />;
  if (error !== null && entries.length === 0) return failure;
  return (
    <section className="card stack tight">
      {entries.length > 0 && (
        <TableView
          label="Audit log"
          file="fairlead-audit"
          noun="entry"
          nouns="entries"
          rows={entries}
          columns={auditColumns(names)}
          keyOf={({ seq }) => seq}
        />
      )}
      {failure}
      {busy && <Loading what="the log" />}
      {!busy && error === null && entries.length === 0 && next === null && (
        <Empty>
          No such entries. <Link href="/audit">Show the whole log</Link>
        </Empty>
      )}
      {!busy && next !== null && error === null && (
        <div className="row">
          <button type="button" className="button second" onClick={() => void more(next, FURTHER)}>
            Older entries
          </button>
          <span className="quiet">
            {counted(entries.length, 'entry', 'entries')} so far, looked through down to number {next}
          </span>
        </div>
      )}
    </section>
  );
}
