import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';
import { parseFilter, type Resource } from './filter.ts';

const operation = z.object({
  // Entra ID writes "Add" and "Replace".
  op: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['add', 'replace', 'remove'])),
  path: z.string().max(500).nullish(),
  value: z.unknown().optional(),
});
export const patchRequest = z.object({ Operations: z.array(operation).min(1).max(100) });
export type PatchRequest = z.infer<typeof patchRequest>;

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const invalidPath = (path: string) =>
  invalidInput(
    `The path ${JSON.stringify(path)} can't be read. Valid: title, name.givenName, emails[type eq "work"].value.`,
    {
      scim_type: 'invalidPath',
    },
  );

/** `urn:…:User:` before an attribute of an extension. */
const prefixPattern = /^(urn:[a-z0-9:.]*:(?:User|Group))(?::(.+))?$/i;
const partPattern = /^([A-Za-z][\w$-]*)(?:\[(.+)\])?(?:\.([A-Za-z][\w$-]*))?$/;

interface Place {
  /** The extension that it lies in; null for the core. */
  schema: string | null;
  attribute: string | null;
  filter: ((item: Resource) => boolean) | null;
  /** Of a filter `type eq "work"` what a new member would hold. */
  template: Json;
  sub: string | null;
}

function placeOf(path: string): Place {
  const urn = prefixPattern.exec(path);
  const rest = urn === null ? path : (urn[2] ?? null);
  const schema = urn?.[1] ?? null;
  const core = schema !== null && /core:2\.0:User$/i.test(schema);
  if (rest === null) return { schema, attribute: null, filter: null, template: {}, sub: null };
  const found = partPattern.exec(rest);
  if (found?.[1] === undefined) throw invalidPath(path);
  const [, attribute, filter, sub] = found;
  const pair = /^(\w+) eq "([^"\\]*)"$/i.exec(filter ?? '');
  return {
    schema: core ? null : schema,
    attribute,
    filter: filter === undefined ? null : parseFilter(filter),
    template: pair?.[1] === undefined ? {} : { [pair[1]]: pair[2] },
    sub: sub ?? null,
  };
}

/** The member's own spelling where it is there already. */
const keyIn = (holder: Json, name: string): string =>
  Object.keys(holder).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;

function merged(before: unknown, value: unknown, add: boolean): unknown {
  if (isObject(before) && isObject(value)) return { ...before, ...value };
  if (Array.isArray(before) && add) return [...before, ...(Array.isArray(value) ? value : [value])];
  return value;
}

function setAt(holder: Json, place: Place, value: unknown, add: boolean): void {
  const key = keyIn(holder, place.attribute ?? '');
  if (place.filter !== null) {
    const { filter, sub } = place;
    const items = Array.isArray(holder[key]) ? (holder[key] as unknown[]) : [];
    const hits = items.filter((item): item is Json => isObject(item) && filter(item));
    const targets = hits.length > 0 ? hits : [{ ...place.template }];
    for (const target of targets) {
      if (sub !== null) target[keyIn(target, sub)] = value;
      else if (isObject(value)) Object.assign(target, value);
    }
    holder[key] = hits.length > 0 ? items : [...items, ...targets];
    return;
  }
  if (place.sub === null) {
    holder[key] = merged(holder[key], value, add);
    return;
  }
  const inner = isObject(holder[key]) ? { ...(holder[key] as Json) } : {};
  inner[keyIn(inner, place.sub)] = value;
  holder[key] = inner;
}

function removeAt(holder: Json, place: Place): void {
  const key = keyIn(holder, place.attribute ?? '');
  const value = holder[key];
  if (place.filter !== null && Array.isArray(value)) {
    const { filter, sub } = place;
    if (sub === null) holder[key] = value.filter((item) => !(isObject(item) && filter(item)));
    else for (const item of value) if (isObject(item) && filter(item)) delete item[keyIn(item, sub)];
    return;
  }
  if (place.sub !== null && isObject(value)) delete value[keyIn(value, place.sub)];
  else delete holder[key];
}

/**
 * A resource with a request's operations carried out, in order (RFC 7644, section 3.5.2); the given one stays as it is.
 * @throws UserError `invalid-input` for a path that can't be read.
 */
export function patched(resource: Resource, { Operations }: PatchRequest): Json {
  const whole = structuredClone(resource) as Json;
  for (const { op, path, value } of Operations) {
    if (path === null || path === undefined) {
      if (op === 'remove')
        throw invalidInput('An operation "remove" needs a path.', { scim_type: 'noTarget' });
      if (!isObject(value))
        throw invalidInput('Without a path the value must be an object.', { scim_type: 'invalidValue' });
      for (const [name, inner] of Object.entries(value)) apply(whole, op, placeOf(name), inner);
    } else apply(whole, op, placeOf(path), value);
  }
  return whole;
}

function apply(whole: Json, op: 'add' | 'replace' | 'remove', place: Place, value: unknown): void {
  let holder = whole;
  if (place.schema !== null) {
    const key = keyIn(whole, place.schema);
    if (place.attribute === null) {
      if (op === 'remove') delete whole[key];
      else whole[key] = merged(whole[key], value, op === 'add');
      return;
    }
    if (!isObject(whole[key])) whole[key] = {};
    holder = whole[key] as Json;
  }
  if (op === 'remove') removeAt(holder, place);
  else setAt(holder, place, value, op === 'add');
}
