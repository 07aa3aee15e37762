import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { IsoDate } from '#domain/date.ts';
import { cast } from './behaviour.ts';
import { toDocument } from './comments.ts';
import type { Ticket } from './jira-writer.ts';

const hostileSchema = z.object({
  titles: z.tuple([z.string(), z.string(), z.string()]),
  comments: z.tuple([z.string(), z.string()]),
  description: z.string(),
});

/** Text that tries to give orders to whoever reads it. It is data: the product must show it and obey none of it. */
export const readHostileText = (): z.infer<typeof hostileSchema> =>
  hostileSchema.parse(JSON.parse(readFileSync(new URL('./material/hostile.json', import.meta.url), 'utf8')));

const DAY = 86_400_000;

/** Puts hostile text where people could have typed it: titles, comments and one description (story `hostile_text`). */
export function plantHostileText(tickets: Ticket[], anchor: IsoDate): Ticket[] {
  const text = readHostileText();
  const end = Date.parse(`${anchor}T00:00:00Z`);
  const of = (who: string) => tickets.filter(({ work }) => work.owner.id === who);
  const waiting = of(cast.overloaded).filter(({ work }) => !work.started);
  const doneLately = (who: string) =>
    of(who).filter(({ work }) => work.resolved_at !== null && work.resolved_at > end - 40 * DAY);
  const support = tickets
    .filter(({ work }) => work.owner.focus === 'support' && work.resolved_at !== null)
    .at(-1);
  const titled: [Ticket | undefined, string][] = [
    [waiting.at(0), text.titles[0]],
    [doneLately(cast.overloaded).at(-1), text.titles[1]],
    [support, text.titles[2]],
  ];
  const commented: [Ticket | undefined, string][] = [
    [doneLately(cast.overloaded).at(0), text.comments[0]],
    [doneLately(cast.quiet).at(0), text.comments[1]],
  ];
  const described = waiting.at(1);
  return tickets.map((ticket) => {
    const title = titled.find(([target]) => target === ticket)?.[1] ?? ticket.face.title;
    const comment = commented.find(([target]) => target === ticket)?.[1];
    const author = ticket.work.owner;
    const at = ticket.work.resolved_at ?? ticket.work.created_at;
    return {
      ...ticket,
      face: { ...ticket.face, title },
      remarks:
        comment === undefined
          ? ticket.remarks
          : [...ticket.remarks, { at, author, text: comment, mentions: null }],
      description: ticket === described ? toDocument(text.description, null) : ticket.description,
    };
  });
}
