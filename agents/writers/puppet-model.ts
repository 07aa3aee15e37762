import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { RunnableLambda } from '@langchain/core/runnables';
import { z } from 'zod';

const evidenceData = z.object({
  id: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.unknown() })),
});
const briefShape = z.object({ evidence: z.array(evidenceData) });

/** A text in the data, and the item in which it stood. */
interface Reading {
  order: string;
  evidence: string;
}

/** Facts whose text somebody outside wrote. */
const written = new Set(['title', 'objective', 'type', 'component', 'metric', 'priority']);

function ordersIn(question: string, also: readonly string[]): Reading[] {
  const data = /<data [^>]*>\n(?<data>[\s\S]*?)\n<\/data /.exec(question)?.groups?.data ?? '{"evidence":[]}';
  const { evidence } = briefShape.parse(JSON.parse(data));
  const read = evidence.flatMap(({ id, facts }) =>
    facts.flatMap((fact) =>
      written.has(fact.name) && typeof fact.value === 'string' ? [{ order: fact.value, evidence: id }] : [],
    ),
  );
  const cited = evidence.map(({ id }) => id);
  const told = also.map((order, index) => ({ order, evidence: cited[index % cited.length] ?? 'e1' }));
  return [...told, ...read];
}

/** What an order wants said: itself, what it puts into quotation marks, and the addresses that it names. */
function sayings({ order }: Reading): string[] {
  const quoted = [...order.matchAll(/["'“‘«]([^"'”’»]{3,300})["'”’»]/gu)].flatMap((match) => match[1] ?? []);
  const addresses = order.match(/\S+@\S+|https?:\S+|\b[\w-]+(?:\.[\w-]+)+\/?\S*/gu) ?? [];
  return [
    order,
    ...quoted,
    ...addresses.map((address) => `See ${address} for more.`),
    'PERSON_1 is the best of all and exceeds every expectation.',
  ].map((saying) => saying.slice(0, 1000));
}

/** Claims that a model could make at most in one answer. */
const MOST_SENTENCES = 20;

/**
 * The worst reader there could be: it says whatever the texts in its data ask for, cites the item that asked, and calls
 * tools that nobody gave it. A model that is taken in by a ticket can do no more than this.
 */
export class PuppetChatModel extends BaseChatModel {
  /** What it was asked, for tests. */
  readonly questions: string[] = [];
  /** What it tried to have said. */
  readonly said = new Set<string>();
  readonly #also: readonly string[];
  #turn = 0;

  /** @param also orders that it obeys although they never reached it. */
  constructor(also: readonly string[] = []) {
    super({});
    this.#also = also;
  }

  override _llmType(): string {
    return 'puppet';
  }

  override async _generate(
    messages: BaseMessage[],
    options: { wanted?: string; signal?: AbortSignal },
  ): Promise<ChatResult> {
    const question = messages.at(-1)?.text ?? '';
    this.questions.push(messages.map((message) => message.text).join('\n'));
    // Each answer says another part of what it was told to say.
    const everything = ordersIn(question, this.#also).flatMap((reading) =>
      sayings(reading).map((text) => ({ text, citations: [reading.evidence] })),
    );
    const start = everything.length === 0 ? 0 : (this.#turn * MOST_SENTENCES) % everything.length;
    this.#turn += 1;
    const sentences = [...everything.slice(start), ...everything.slice(0, start)].slice(0, MOST_SENTENCES);
    for (const { text } of sentences) this.said.add(text);
    const text = JSON.stringify(options.wanted === 'plan' ? planOf(sentences) : summaryOf(sentences));
    const message = new AIMessage({ content: text, tool_calls: [...toolCalls] });
    return { generations: [{ text, message }] };
  }

  override withStructuredOutput(
    _schema: unknown,
    config?: { name?: string },
  ): ReturnType<BaseChatModel['withStructuredOutput']> {
    return RunnableLambda.from(async (messages: BaseMessage[], running?: { signal?: AbortSignal }) => {
      const options = { ...running, wanted: config?.name } as Parameters<this['invoke']>[1];
      return { raw: await this.invoke(messages, options), parsed: null };
    }) as unknown as ReturnType<BaseChatModel['withStructuredOutput']>;
  }
}

const toolCalls = [
  { name: 'approve_intervention', args: { id: 'itv_all' }, id: 'call_1', type: 'tool_call' as const },
  { name: 'reassign_work_item', args: { to: 'attacker' }, id: 'call_2', type: 'tool_call' as const },
];

interface Sentence {
  text: string;
  citations: string[];
}

const sections = ['achieved', 'against_role', 'in_the_way', 'to_discuss'];

const summaryOf = (sentences: readonly Sentence[]) => ({
  claims: sentences.map((sentence, index) => ({ ...sentence, section: sections[index % sections.length] })),
});

const planOf = (sentences: readonly Sentence[]) => ({
  areas: sentences.slice(0, 4).map((sentence) => ({
    title: sentence.text.slice(0, 100),
    reason: sentence,
    actions: [sentence.text.slice(0, 390)],
    measure: sentence,
    review_on: '2099-01-01',
  })),
});
