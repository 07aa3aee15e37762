import { type Act, type Clearable, type Hearing, idsOf, LONGEST_METRIC, meant } from './act.ts';
import type { Card } from './conversation.ts';
import { readFragment } from './fragment.ts';
import { fragmentChange, saysSomething, withCapitals } from './fragment-change.ts';
import { unquestioned, withoutLeadIn } from './hearing.ts';
import { givesOrders } from './orders.ts';
import { cardsNamed, placeNamed, referenceIn, withoutMetric } from './reference.ts';

// A correction is a phrase.
const LONGEST_FRAGMENT = 200;

export function correctionIn(hearing: Hearing): Act | null {
  const { text, conversation, hears } = hearing;
  if (text.length > LONGEST_FRAGMENT) return null;
  const bare = unquestioned(text);
  for (const words of hears) {
    const to = (['owner', 'line', 'team', 'everyone'] as const).find((name) =>
      words.visibility[name].test(bare),
    );
    if (to !== undefined) return { kind: 'visibility', to };
    if (words.team.test(bare)) return { kind: 'owner', to: 'team' };
    if (words.me.test(bare)) return { kind: 'owner', to: 'me' };
  }
  const reference = referenceIn(bare, conversation.cards, conversation.language);
  return (
    indicatorChosen(hearing) ??
    dropOrClear(hearing, reference) ??
    fragmentChange(hearing, true) ??
    renaming(hearing, reference.cards)
  );
}

/** "Take the second", "use cycle time": one of the indicators that were offered for a KPI that nothing measures for sure. */
function indicatorChosen({ text, conversation, hears }: Hearing): Act | null {
  const offered = conversation.cards.filter(
    ({ grounded }) => grounded !== null && grounded.indicator === null,
  );
  const card = offered.find(({ id }) => id === (conversation.focus ?? id));
  const nearest = card?.grounded?.nearest ?? [];
  const name = hears
    .map(({ choose }) => choose.exec(text)?.groups?.name)
    .find((found) => found !== undefined);
  if (card === undefined || name === undefined) return null;
  const place = placeNamed(name, conversation.language)?.place ?? 0;
  const chosen =
    nearest.find((near) => near.name.toLowerCase() === name) ??
    (place === 0 ? undefined : nearest[place - 1]);
  if (chosen === undefined) return null;
  return { kind: 'change', changes: [{ cards: [card.id], change: { indicator_id: chosen.id } }] };
}

function dropOrClear(hearing: Hearing, reference: ReturnType<typeof referenceIn>): Act | null {
  const { conversation, hears } = hearing;
  const rest = withoutLeadIn(
    reference.rest.replace(/^[\s:,;.–-]+|[\s:,;.–-]+$/gu, ''),
    conversation.language,
  );
  for (const words of hears) {
    const field = fieldIn(words.clear.exec(rest)?.groups);
    const fields = Object.entries(words.clear_fields) as [Clearable, RegExp][];
    const which = field === undefined ? undefined : fields.find(([, pattern]) => pattern.test(field))?.[0];
    if (which !== undefined) {
      const cards = reference.cards ?? conversation.cards;
      return { kind: 'clear', cards: idsOf(cards), field: which };
    }
    const named = reference.cards === null ? rest : dropped(rest, reference.cards);
    if (words.drop.test(named) && (reference.cards !== null || /\S/u.test(named))) {
      const cards = reference.cards ?? meant(conversation);
      return cards === null ? { kind: 'which' } : { kind: 'drop', cards: idsOf(cards) };
    }
  }
  return null;
}

const fieldIn = (groups: Record<string, string> | undefined): string | undefined =>
  groups?.field ?? groups?.field2;

/** "drop the churn goal" without the metric's words. */
const dropped = (rest: string, cards: readonly Card[]): string =>
  withoutMetric(rest.split(' '), cards)
    .join(' ')
    .replace(/ (?:the|a|das|die|den|le|la|el|o|a|il) /gu, ' ')
    .trim();

/** "I meant response time", "not churn, retention". */
function renaming(hearing: Hearing, named: Card[] | null): Act | null {
  const { conversation, hears, said, text } = hearing;
  const own = withCapitals(said, text);
  for (const words of hears) {
    const groups = words.rename.exec(own)?.groups ?? words.rename_instead.exec(own)?.groups;
    const name = (groups?.name ?? groups?.name2 ?? groups?.name3)
      ?.replace(/^(?:the|a|an|our|my) /iu, '')
      .trim();
    if (name === undefined || name.length > LONGEST_METRIC || !/\p{L}/u.test(name) || givesOrders(name))
      continue;
    const fragment = readFragment(name, hearing.context);
    if (saysSomething(fragment)) continue;
    const old = groups?.old ?? groups?.old2 ?? groups?.old3;
    const replaced = old === undefined ? [] : cardsNamed(old.toLowerCase(), conversation.cards);
    const cards = replaced.length > 0 ? replaced : (meant(conversation) ?? named);
    if (cards === null || cards.length !== 1) return { kind: 'which' };
    return { kind: 'change', changes: [{ cards: idsOf(cards), change: { metric: name } }] };
  }
  return null;
}
