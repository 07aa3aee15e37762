/** Irregular forms of verbs and nouns that reviews use, by root. */
const irregular: Record<string, string> = {
  rise: 'rose risen rising',
  fall: 'fell fallen',
  grow: 'grew grown',
  shrink: 'shrank shrunk',
  win: 'won winning',
  lose: 'lost losing',
  meet: 'met',
  meeting: 'meetings',
  pr: 'prs',
  hold: 'held',
  keep: 'kept',
  get: 'got gotten getting',
  give: 'gave given giving',
  take: 'took taken taking',
  make: 'made making',
  go: 'went gone goes going',
  come: 'came coming',
  run: 'ran running',
  be: 'is are was were been being am',
  have: 'has had having',
  do: 'did does done doing',
  say: 'said says',
  see: 'saw seen',
  find: 'found',
  leave: 'left leaving',
  send: 'sent',
  spend: 'spent',
  build: 'built',
  write: 'wrote written writing',
  lead: 'led',
  bring: 'brought',
  teach: 'taught',
  think: 'thought',
  speak: 'spoke spoken',
  begin: 'began begun beginning',
  break: 'broke broken',
  choose: 'chose chosen choosing',
  drive: 'drove driven driving',
  slip: 'slipped slipping',
  slow: 'slowed slower slowest slowly slowing',
  fast: 'faster fastest',
  quick: 'quicker quickest quickly',
  short: 'shorter shortest shorten shortened shortening shortens',
  long: 'longer longest lengthen lengthened lengthening lengthens',
  high: 'higher highest',
  low: 'lower lowest lowered lowering lowers',
  late: 'later latest lately',
  early: 'earlier earliest',
  pay: 'paid',
  sell: 'sold',
  understand: 'understood',
  become: 'became becoming',
  cut: 'cutting cuts',
  hit: 'hitting hits',
  beat: 'beaten beating beats',
  show: 'shown showed showing',
  child: 'children',
  person: 'people persons',
  bug: 'bugs',
  story: 'stories',
  process: 'processes',
  analysis: 'analyses analyse analysed analyze analyzed',
  half: 'halves',
  reply: 'replies replied',
  many: 'many',
  open: 'opened opening opens open',
  happen: 'happened happening happens',
  deliver: 'delivered delivering delivers',
  cover: 'covered covering covers coverage',
  offer: 'offered offering offers',
  answer: 'answered answering answers',
  order: 'ordered ordering orders',
  transfer: 'transferred transferring',
  refer: 'referred referring',
  prefer: 'preferred',
  resolve: 'resolution resolutions',
  satisfy: 'satisfied satisfaction satisfying',
  retain: 'retention',
  complete: 'completion',
  respond: 'response responses responded responding',
  commit: 'committed committing',
  publish: 'published publishing publication',
  escalate: 'escalation escalations escalated',
  migrate: 'migration migrations',
  deploy: 'deployment deployments',
  decide: 'decision decisions',
  complain: 'complaint complaints complained',
  renew: 'renewal renewals renewed',
  approve: 'approval approvals',
  refuse: 'refusal',
  estimate: 'estimation estimated estimates',
  reduce: 'reduction reductions reduced',
  improve: 'improvement improvements improved',
  recognise: 'recognition recognize recognised recognized',
  attend: 'attendance attended',
  accept: 'acceptance accepted',
  absent: 'absence absences',
  busy: 'busier busiest',
  cancel: 'cancelled cancelling cancellation cancellations',
  travel: 'travelled travelling',
  model: 'modelled modelling',
  label: 'labelled labelling',
  level: 'levelled',
  total: 'totalled totalling',
  control: 'controlled controlling',
  easy: 'easier easiest',
};
const rootOf = new Map(
  Object.entries(irregular).flatMap(([root, forms]) => forms.split(' ').map((form) => [form, root] as const)),
);
for (const root of Object.keys(irregular)) rootOf.set(root, root);

const kept = new Set(
  'this is was has his its as us thus plus minus bus gas yes less across always perhaps whereas various previous during thing something anything nothing everything spring morning evening string king ring bring being red need seed feed speed bed led sled news class press success process access loss boss miss pass cross progress business status focus bonus analysis basis crisis december september october november number member remember under over after other another either neither whether rather ever never however together per user customer manager owner developer engineer partner leader supplier vendor paper order answer matter letter quarter chapter center centre water power offer server'.split(
    ' ',
  ),
);

const cache = new Map<string, string>();
/** Keeps the cache from growing without end on hostile texts. */
const CACHE_LIMIT = 20_000;

function strip(word: string): string {
  const root = rootOf.get(word);
  if (root !== undefined) return root;
  if (word.length < 4 || kept.has(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/[^aeiou]ied$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz)es$/.test(word)) return word.slice(0, -2);
  if (/[^su]s$/.test(word)) return strip(word.slice(0, -1));
  const ending = /^(.*[aeiouy].*?)(?:ed|ing)$/.exec(word)?.[1];
  if (ending !== undefined && ending.length >= 2) {
    const undoubled = /([bdgkmnprtv])\1$/.test(ending) ? ending.slice(0, -1) : ending;
    return rootOf.get(undoubled) ?? rootOf.get(`${undoubled}e`) ?? undoubled.replace(/e$/, '');
  }
  return word.replace(/ly$/, '').replace(/(?<=..)e$/, '');
}

/** The root of an English word, close enough that forms of one word agree. Lower case in and out. */
export function stemOf(word: string): string {
  const known = cache.get(word);
  if (known !== undefined) return known;
  const bare = word.replace(/'s$|'$/, '').replace(/n't$/, '');
  const root = strip(bare);
  const stem = rootOf.has(root) ? root : root.replace(/(?<=..)e$/, '');
  if (cache.size < CACHE_LIMIT) cache.set(word, stem);
  return stem;
}
