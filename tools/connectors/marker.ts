import { visibleReference } from './jira/comment.ts';

/**
 * The text of a comment with our reference in it, for vendors whose comments carry no properties: it is looked for
 * before the comment is posted again. The reference is a digest of the effect key, so nobody can write it by chance.
 */
export const markedText = (text: string, effectKey: string): string =>
  `${text}\n\nFairlead reference ${visibleReference(effectKey)}`;

export const carriesMark = (text: string | null | undefined, effectKey: string): boolean =>
  text?.includes(visibleReference(effectKey)) ?? false;
