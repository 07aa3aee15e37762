/**
 * Ranks 1 (most urgent) to 5 for the names of Jira's two schemes (Blocker … Trivial before 2014, Highest … Lowest
 * since) and for others that public Jiras use.
 */
const rankByName: Record<string, number> = {
  blocker: 1,
  highest: 1,
  urgent: 1,
  immediate: 1,
  critical: 2,
  high: 2,
  severe: 2,
  important: 2,
  major: 3,
  medium: 3,
  normal: 3,
  'somewhat important': 3,
  minor: 4,
  low: 4,
  trivial: 5,
  lowest: 5,
  optional: 5,
  'not a priority': 5,
};

/** Names that say that nobody has judged it. */
const unjudged = new Set([
  'none',
  'unset',
  'unprioritized',
  'unprioritised',
  'not evaluated',
  'undefined',
  'tbd',
]);

/** Both default schemes have the ids 1 to 5 in order of urgency. */
const rankById = (id: string | null): number | null => (/^[1-5]$/.test(id ?? '') ? Number(id) : null);

function rankOfName(name: string): number | null {
  const known = rankByName[name];
  if (known !== undefined) return known;
  // "P0", "P2: Important": of a P scheme only the order is certain, so P0 is 1 and P4 and beyond 5.
  const level = /^p(\d)\b/.exec(name)?.[1];
  return level === undefined ? null : Math.min(5, Number(level) + 1);
}

/**
 * Rank of a priority, null when it has none that we know. A built-in id decides between neighbours (a scheme of
 * Critical, High, Medium, Low, Trivial numbers them 1 to 5); where id and name differ by more, somebody renamed it,
 * and the name is what people see.
 */
export function priorityRank(id: string | null, name: string | null): number | null {
  const text = name?.trim().toLowerCase() ?? '';
  if (unjudged.has(text)) return null;
  const [byId, byName] = [rankById(id), rankOfName(text)];
  if (byName === null) return byId;
  return byId !== null && Math.abs(byId - byName) <= 1 ? byId : byName;
}
