import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Behaviour } from './behaviour.ts';
import type { Random } from './random.ts';
import type { Member } from './roster.ts';
import type { Work } from './work.ts';

const words = z.array(z.string().min(1)).min(1);
const materialSchema = z.object({
  progress: words,
  progress_engineering: words,
  question: words,
  question_engineering: words,
  blocked: words,
  blocked_engineering: words,
  progress_support: words,
  question_support: words,
  blocked_support: words,
  thanks: words,
  request: words,
});

export interface Remark {
  at: number;
  author: Member;
  /** `{mention}` stands for the person mentioned. */
  text: string;
  mentions: Member | null;
}

/** Atlassian Document Format of one paragraph, with the mention as a node of its own. */
export function toDocument(text: string, mentions: Member | null): unknown {
  const [before = '', after] = text.split('{mention}');
  const textNode = (value: string) => (value === '' ? [] : [{ type: 'text', text: value }]);
  const mention =
    after === undefined || mentions === null
      ? []
      : [
          {
            type: 'mention',
            attrs: { id: mentions.jira_account, text: `@${mentions.name}`, accessLevel: '' },
          },
          ...textNode(after),
        ];
  return {
    type: 'doc',
    version: 1,
    content: [{ type: 'paragraph', content: [...textNode(before), ...mention] }],
  };
}

/** What was said in a ticket's comments, in order of time. */
export function makeCommenter(random: Random, anchorInstant: number) {
  const material = materialSchema.parse(
    JSON.parse(readFileSync(new URL('./material/comments.json', import.meta.url), 'utf8')),
  );
  const wordsOf = ({ component, owner }: Work, kind: 'progress' | 'question' | 'blocked') => {
    if (component !== null) return material[`${kind}_engineering` as const];
    return material[owner.focus === 'support' ? (`${kind}_support` as const) : kind];
  };
  const owned = (work: Work, at: number, kind: 'progress' | 'blocked'): Remark => ({
    at,
    author: work.owner,
    text: random.pick(wordsOf(work, kind)),
    mentions: null,
  });
  const fromColleague = (work: Work, at: number, author: Member, mentioned: boolean): Remark => {
    const kind = mentioned ? random.pick(['question', 'question', 'thanks', 'request'] as const) : 'question';
    if (kind === 'question')
      return { at, author, text: random.pick(wordsOf(work, 'question')), mentions: null };
    return { at, author, text: random.pick(material[kind]), mentions: work.owner };
  };
  return (work: Work, behaviour: Behaviour, colleagues: readonly Member[]): Remark[] => {
    const changes = work.events.filter((event) => event.field !== 'assignee');
    const begin = changes[0]?.at ?? work.created_at;
    const end = Math.max(begin + 3_600_000, changes.at(-1)?.at ?? begin);
    const remarks: Remark[] = [];
    for (let left = random.poisson(behaviour.comment_rate); left > 0 && work.started; left -= 1) {
      const at = Math.round(random.between(begin, end) / 1000) * 1000;
      const author = colleagues.length > 0 && random.chance(0.45) ? random.pick(colleagues) : work.owner;
      remarks.push(
        author === work.owner
          ? owned(work, at, 'progress')
          : fromColleague(work, at, author, behaviour.mentioned),
      );
    }
    for (const event of work.events) {
      if (event.field === 'flag' && event.to !== null && random.chance(behaviour.comment_rate))
        remarks.push(owned(work, event.at + 60_000, 'blocked'));
    }
    return remarks.filter((remark) => remark.at < anchorInstant).sort((a, b) => a.at - b.at);
  };
}
