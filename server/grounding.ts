import { type IndicatorFinder, makeIndicatorFinder } from '#agents/goals/grounding/finder.ts';
import { makeGroundKpi } from '#agents/goals/grounding/ground.ts';
import type { GroundKpi } from '#agents/goals/grounding/grounding.ts';
import { wordIndexOf } from '#agents/goals/grounding/index-of-terms.ts';
import { offlineSpace, outsideSpace, retrain, type SpaceDeps } from '#agents/goals/grounding/spaces.ts';
import { loadTerms } from '#agents/goals/grounding/terms.ts';
import type { Config } from '#domain/config.ts';
import type { IsoDate } from '#domain/date.ts';
import type { Subject } from '#domain/indicator.ts';
import type { ScopedStore } from '#store/ports.ts';
import { makeOpenAiEmbeddings } from '#tools/embeddings/openai.ts';

export interface Grounding {
  /** Grounds KPIs with what this reader may see. */
  as(store: ScopedStore): GroundKpi;
  /** Learns the titles of today, where it is time; for a job after a sync. Resolves to the version in use. */
  retrain(today: IsoDate, signal: AbortSignal): Promise<string>;
}

export interface GroundingDeps {
  config: Pick<Config, 'embeddings' | 'openai'>;
  /** As Fairlead's own jobs see it. */
  system: ScopedStore;
  /** Trouble with an outside server, for the operator. */
  tell(line: string): void;
}

/** Another process may have trained a newer space; it is looked for so often. */
const KEPT_MS = 600_000;

/** Which indicators are observed takes a walk over all observations: not at every message. */
const OBSERVED_MS = 60_000;

/** What measures a KPI, over the store. Nothing is loaded or trained before the first question. */
export function makeGrounding({ config, system, tell }: GroundingDeps): Grounding {
  let made: SpaceDeps | null = null;
  const base = (): SpaceDeps => {
    if (made !== null) return made;
    const terms = loadTerms();
    made = { terms, index: wordIndexOf(terms), spaces: system.spaces, retrieval: system.retrieval };
    return made;
  };
  let kept: { finder: Promise<IndicatorFinder>; until: number } | null = null;

  async function assemble(): Promise<IndicatorFinder> {
    const deps = base();
    const signal = AbortSignal.timeout(KEPT_MS);
    const offline = await offlineSpace(deps, signal);
    if (config.embeddings === null)
      return makeIndicatorFinder({ terms: deps.terms, index: deps.index, first: offline });
    const embeddings = makeOpenAiEmbeddings({ model: config.embeddings.model, ...config.openai });
    try {
      const outside = await outsideSpace(deps, embeddings, signal);
      return makeIndicatorFinder({ terms: deps.terms, index: deps.index, first: outside, fallback: offline });
    } catch (error) {
      tell(
        `embeddings: ${error instanceof Error ? error.message : String(error)} Indicators are found offline.`,
      );
      return makeIndicatorFinder({ terms: deps.terms, index: deps.index, first: offline });
    }
  }

  async function finder(): Promise<IndicatorFinder> {
    const now = performance.now();
    if (kept === null || kept.until < now) {
      const assembled = assemble();
      kept = { finder: assembled, until: now + KEPT_MS };
      assembled.catch(() => {
        kept = null;
      });
    }
    return await kept.finder;
  }

  let seen: { indicators: Promise<ReadonlySet<string>>; until: number } | null = null;
  async function observed(): Promise<ReadonlySet<string>> {
    const now = performance.now();
    if (seen === null || seen.until < now) {
      const indicators = system.spaces.observed();
      seen = { indicators, until: now + OBSERVED_MS };
      indicators.catch(() => {
        seen = null;
      });
    }
    return await seen.indicators;
  }

  return {
    as: (store) => {
      const find: IndicatorFinder = { find: async (kpi, signal) => (await finder()).find(kpi, signal) };
      return makeGroundKpi({
        finder: find,
        terms: base().terms,
        observations: store.observations,
        evidence: system.evidence,
        observed,
        figuresOf: (subject) => figuresOf(store, system, subject),
      });
    },
    async retrain(today, signal) {
      const version = await retrain(base(), today, signal);
      kept = null;
      seen = null;
      return version;
    },
  };
}

/** A figure of a very small team would be about one of them: as on scorecards, only who leads it (or hr) sees it. */
async function figuresOf(
  { reader, people, policy }: ScopedStore,
  system: ScopedStore,
  subject: Subject,
): Promise<{ shown: true } | { shown: false; reason: string }> {
  if (subject.kind === 'person' || reader.kind === 'system' || reader.roles.includes('hr'))
    return { shown: true };
  if ((await people.managersOfTeam(subject.id)).includes(reader.person_id)) return { shown: true };
  const { minimum_group_size } = await policy.current();
  const members = (await system.people.ofTeam(subject.id)).filter(({ active }) => active);
  return members.length >= minimum_group_size
    ? { shown: true }
    : {
        shown: false,
        reason: `Figures of a team of fewer than ${minimum_group_size} people are shown to its managers alone.`,
      };
}
