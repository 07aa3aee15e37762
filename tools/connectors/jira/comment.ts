import { sha256 } from '#domain/json.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { commentsAnswer } from './answers.ts';
import type { JiraApi } from './api.ts';

/** Comments looked through for our mark; newest first, so a repeat finds its own at once. */
const PAGE_SIZE = 100;
/** An issue with more comments than this is not searched to its end: our comment would be among the newest. */
const MAX_COMMENT_PAGES = 50;

const PROPERTY = 'fairlead.effect';

/** Short enough to be read past, long enough (40 bits) to be found without doubt in one issue. */
export const visibleReference = (effectKey: string): string => `FL-${sha256(effectKey).slice(0, 10)}`;

/** The comment in Atlassian Document Format, with the effect key as its property and a short reference in its text. */
export function commentBody(text: string, effectKey: string) {
  const paragraph = (content: string) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: content }],
  });
  return {
    body: {
      type: 'doc',
      version: 1,
      content: [
        ...text
          .split(/\n+/)
          .filter((line) => line.trim() !== '')
          .map(paragraph),
        paragraph(`Fairlead reference ${visibleReference(effectKey)}`),
      ],
    },
    properties: [{ key: PROPERTY, value: { effect_key: effectKey } }],
  };
}

type Comment = (typeof commentsAnswer)['_output']['comments'][number];

function carries(comment: Comment, effectKey: string): boolean {
  const property = comment.properties?.find(({ key }) => key === PROPERTY)?.value;
  if (property !== null && typeof property === 'object' && 'effect_key' in property)
    return property.effect_key === effectKey;
  return JSON.stringify(comment.body ?? '').includes(visibleReference(effectKey));
}

/** Id of the comment that this effect left behind, if there is one. */
export async function findComment(
  api: JiraApi,
  issueId: string,
  effectKey: string,
  signal: AbortSignal,
): Promise<string | null> {
  const path = `/rest/api/3/issue/${encodeURIComponent(issueId)}/comment`;
  const guard = makePageGuard(`comments of an issue of ${api.host}`, MAX_COMMENT_PAGES);
  for (let startAt = 0; ; ) {
    guard.advance(String(startAt));
    const query = {
      startAt: String(startAt),
      maxResults: String(PAGE_SIZE),
      orderBy: '-created',
      expand: 'properties',
    };
    const { comments } = await api.get(commentsAnswer, path, query, signal);
    if (comments.length === 0) return null;
    const found = comments.find((comment) => carries(comment, effectKey));
    if (found !== undefined) return found.id;
    startAt += comments.length;
  }
}
