import type { Conversation } from '../conversation.ts';
import type { ListenDeps } from '../deps.ts';
import { filled } from '../phrasebook.ts';
import type { GoalReader } from '../ports.ts';
import { type actOf, conversationOf, type GoalChatState, type NodeConfig, speak, turnOf } from '../state.ts';
import { linesOf } from '../telling.ts';
import { understood } from '../understanding.ts';
import { wordingOf } from '../wording.ts';

// After so long a person has done other things in between.
const AWAY_MS = 6 * 3600 * 1000;

const wasAway = ({ last_at, state }: Conversation, at: string): boolean =>
  last_at !== null &&
  Date.parse(at) - Date.parse(last_at) > AWAY_MS &&
  (state === 'asking' || state === 'choosing' || state === 'confirming' || state === 'forming');

/** Finds what a message means, and welcomes back whoever was away. */
export function makeListen({ writer, reader }: ListenDeps) {
  return async (state: GoalChatState, config: NodeConfig): Promise<Partial<GoalChatState>> => {
    const { emit, today, fiscal_year_start_month, length } = turnOf(config);
    const before = conversationOf(state, writer);
    const act = understood(state.said, before, { today, fiscal_year_start_month, length });
    const wording = wordingOf(before.language);
    if (wasAway(before, state.at) && act.kind !== 'show') {
      const lines = before.cards.length === 0 ? [before.objective] : linesOf(before, wording);
      speak(emit, `${wording.says.welcome_back} ${lines.join(' ')}\n`);
    }
    // A greeting tells in which language to answer.
    const spoken =
      before.state === 'empty' && 'language' in act ? (act.language ?? before.language) : before.language;
    const kept = { ...before, language: spoken, last_at: state.at };
    return { act: JSON.stringify(await reread(act, reader, config)), conversation: JSON.stringify(kept) };
  };
}

/** A statement, once more by the model where one is set; the grammar's reading stands where it is of no help. */
async function reread(
  act: ReturnType<typeof actOf>,
  reader: GoalReader | null,
  config: NodeConfig,
): Promise<ReturnType<typeof actOf>> {
  if (reader === null || (act.kind !== 'state' && act.kind !== 'wish')) return act;
  const { emit, today, fiscal_year_start_month } = turnOf(config);
  const { language } = act;
  const { goal, fell_back } = await reader.read(
    act.goal.text,
    { today, fiscal_year_start_month, language },
    config.signal ?? new AbortController().signal,
  );
  if (fell_back !== null) {
    speak(emit, `${filled(wordingOf(language).says.fell_back, { reason: fell_back })} `);
    return act;
  }
  if (goal.kpis.length === 0) return act;
  return { kind: 'state', goal, language, add: act.kind === 'state' && act.add };
}
