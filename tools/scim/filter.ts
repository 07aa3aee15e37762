import { invalidInput } from '#domain/errors.ts';

/** What a filter is asked of: a resource as JSON. */
export type Resource = Readonly<Record<string, unknown>>;
export type Predicate = (resource: Resource) => boolean;

type Token = { kind: 'word' | 'value' | 'mark'; text: string; value: unknown };

/** Longer ones are no question that a directory asks. */
const MAX_LENGTH = 2000;
const MAX_DEPTH = 20;

const tokenPattern = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/gy;

const invalid = (what: string) =>
  invalidInput(`The filter is not valid: ${what}. Valid: userName eq "ada@example.org" and active eq true.`, {
    scim_type: 'invalidFilter',
  });

function tokensOf(text: string): Token[] {
  if (text.length > MAX_LENGTH) throw invalid(`it is longer than ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.trimEnd().length) {
    const at = tokenPattern.lastIndex;
    const found = tokenPattern.exec(text);
    if (found === null) throw invalid(`nothing can be read at character ${at + 1}`);
    const [, quoted, mark, word = ''] = found;
    if (quoted !== undefined) tokens.push({ kind: 'value', text: quoted, value: jsonOf(quoted) });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, value: null });
    else if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/i.test(word))
      tokens.push({ kind: 'value', text: word, value: jsonOf(word.toLowerCase()) });
    else tokens.push({ kind: 'word', text: word, value: null });
  }
  return tokens;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${text} is no value`);
  }
}

const schemaPrefix = /^urn:[a-z0-9:.]*:(?:User|Group):/i;

/** An attribute by its path, whatever the letter case; of a list, of all its members. */
export function valuesAt(resource: unknown, path: string): unknown[] {
  const urn = schemaPrefix.exec(path)?.[0];
  const inside = urn === undefined ? [resource] : membersOf(resource, urn.slice(0, -1));
  const rest = urn === undefined ? path : path.slice(urn.length);
  // Attributes of the core schema stand at the top, its name before them or not.
  const start = urn !== undefined && inside.length === 0 ? [resource] : inside;
  return rest
    .split('.')
    .reduce<unknown[]>((found, name) => found.flatMap((one) => membersOf(one, name)), start);
}

function membersOf(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => membersOf(one, name));
  if (value === null || typeof value !== 'object') return [];
  const entry = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase());
  if (entry === undefined) return [];
  return Array.isArray(entry[1]) ? entry[1] : [entry[1]];
}

const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** A list of objects is compared by their `value`, as RFC 7644 has it. */
const comparable = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && 'value' in value ? folded(value.value) : folded(value);

const ordered = (compare: (a: string | number, b: string | number) => boolean) => (a: unknown, b: unknown) =>
  (typeof a === 'string' && typeof b === 'string') || (typeof a === 'number' && typeof b === 'number')
    ? compare(a, b)
    : false;
const texts = (compare: (a: string, b: string) => boolean) => (a: unknown, b: unknown) =>
  typeof a === 'string' && typeof b === 'string' && compare(a, b);

const operators: ReadonlyMap<string, (a: unknown, b: unknown) => boolean> = new Map([
  ['eq', (a: unknown, b: unknown) => a === b],
  ['co', texts((a, b) => a.includes(b))],
  ['sw', texts((a, b) => a.startsWith(b))],
  ['ew', texts((a, b) => a.endsWith(b))],
  ['gt', ordered((a, b) => a > b)],
  ['ge', ordered((a, b) => a >= b)],
  ['lt', ordered((a, b) => a < b)],
  ['le', ordered((a, b) => a <= b)],
]);

/**
 * A filter as a question to a resource (RFC 7644, section 3.4.2.2): eq, ne, co, sw, ew, pr, gt, ge, lt, le; and, or, not,
 * parentheses, and brackets over lists. Letter case of names and texts makes no difference.
 * @throws UserError `invalid-input` saying what can't be read.
 */
export function parseFilter(text: string): Predicate {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (word: string): boolean =>
    tokens[at]?.text.toLowerCase() === word && tokens[at]?.kind !== 'value';
  const take = (word: string): boolean => {
    const found = peek(word);
    if (found) at += 1;
    return found;
  };
  const need = (word: string): void => {
    if (!take(word))
      throw invalid(`${word} is missing${tokens[at] === undefined ? '' : ` before ${tokens[at]?.text}`}`);
  };

  function either(depth: number): Predicate {
    let left = both(depth);
    while (take('or')) {
      const [one, other] = [left, both(depth)];
      left = (resource) => one(resource) || other(resource);
    }
    return left;
  }
  function both(depth: number): Predicate {
    let left = single(depth);
    while (take('and')) {
      const [one, other] = [left, single(depth)];
      left = (resource) => one(resource) && other(resource);
    }
    return left;
  }
  function single(depth: number): Predicate {
    if (depth > MAX_DEPTH) throw invalid(`it is nested deeper than ${MAX_DEPTH}`);
    if (take('not')) {
      need('(');
      const inner = either(depth + 1);
      need(')');
      return (resource) => !inner(resource);
    }
    if (take('(')) {
      const inner = either(depth + 1);
      need(')');
      return inner;
    }
    return comparison(depth);
  }
  function comparison(depth: number): Predicate {
    const path = tokens[at];
    if (path?.kind !== 'word')
      throw invalid(`an attribute is missing${path === undefined ? ' at the end' : ` at ${path.text}`}`);
    at += 1;
    let values = (resource: unknown): unknown[] => valuesAt(resource, path.text);
    if (take('[')) {
      const inner = either(depth + 1);
      need(']');
      const chosen = (resource: unknown) =>
        valuesAt(resource, path.text).filter((one) => inner(one as Resource));
      // `emails[type eq "work"].value eq "…"`, as Entra ID asks; else whether there is any.
      const sub = tokens[at]?.kind === 'word' ? /^\.(.+)$/.exec(tokens[at]?.text ?? '')?.[1] : undefined;
      if (sub === undefined) return (resource) => chosen(resource).length > 0;
      at += 1;
      values = (resource) => chosen(resource).flatMap((one) => valuesAt(one, sub));
    }
    const operator = tokens[at]?.text.toLowerCase() ?? '';
    at += 1;
    if (operator === 'pr') return (resource) => values(resource).some((one) => one !== null && one !== '');
    const compare = operators.get(operator === 'ne' ? 'eq' : operator);
    if (compare === undefined) throw invalid(`${operator || 'nothing'} is no comparison`);
    const wanted = tokens[at];
    if (wanted?.kind !== 'value') throw invalid(`${operator} has no value after it`);
    at += 1;
    const value = folded(wanted.value);
    const holds: Predicate = (resource) => values(resource).some((one) => compare(comparable(one), value));
    return operator === 'ne' ? (resource) => !holds(resource) : holds;
  }

  const predicate = either(0);
  if (at < tokens.length) throw invalid(`${tokens[at]?.text} stands where it should have ended`);
  return predicate;
}
