import type { FileFault } from './people-csv.ts';

/** Every fault by line and field, as a person reads it. */
export function faultText(errors: readonly FileFault[], total: number): string {
  const lines = errors.map(
    ({ line, field, message }) => `line ${line}${field === null ? '' : `, ${field}`}: ${message}`,
  );
  const more = total > errors.length ? [`… and ${total - errors.length} more`] : [];
  return [`Nothing was imported: the file has ${total} fault(s).`, ...lines, ...more].join('\n');
}
