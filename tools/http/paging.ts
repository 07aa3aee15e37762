import { SourceError } from '#domain/errors.ts';

/**
 * Most pages of one read. At 100 issues a page this is a million issues, more than any team's Jira; a source that
 * always names another page ends here instead of never.
 */
export const MAX_PAGES = 10_000;

/** Watches a walk through pages, so that it always ends. */
export interface PageGuard {
  /** Call with the mark (token, link, number) of each further page before asking for it. @throws SourceError */
  advance(mark: string): void;
}

export function makePageGuard(what: string, maxPages: number = MAX_PAGES): PageGuard {
  const seen = new Set<string>();
  return {
    advance(mark) {
      if (seen.has(mark))
        throw new SourceError(
          'source-answer-invalid',
          `Reading ${what}: the source gave the same page mark twice, so its pages would never end.`,
          { what, pages: seen.size },
        );
      seen.add(mark);
      if (seen.size >= maxPages)
        throw new SourceError(
          'source-answer-invalid',
          `Reading ${what}: more than ${maxPages} pages; the source's pages don't seem to end.`,
          { what, pages: seen.size },
        );
    },
  };
}
