import { canonicalJson, type JsonValue, jsonValue } from '#domain/json.ts';
import type { Policy } from '#domain/policy.ts';

/** One decision of the policy that would be another one; `null` where there was or would be none. */
export interface PolicyChange {
  /** Its place: `weekly_proposals`, `chains.unblock.within_team`. */
  field: string;
  before: JsonValue;
  after: JsonValue;
}

type Fields = Readonly<Record<string, JsonValue>>;

/** Objects are taken apart, lists are one decision each. */
function fieldsOf(value: JsonValue, place: string, found: Record<string, JsonValue>): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) found[place] = value;
  else
    for (const [key, member] of Object.entries(value))
      fieldsOf(member, place === '' ? key : `${place}.${key}`, found);
  return found;
}

/** What differs between two policies, in the order in which the fields stand. */
export function policyChanges(before: Policy, after: Policy): PolicyChange[] {
  const [had, has] = [before, after].map((one) => fieldsOf(jsonValue.parse(one), '', {})) as [Fields, Fields];
  return [...new Set([...Object.keys(had), ...Object.keys(has)])]
    .map((field) => ({ field, before: had[field] ?? null, after: has[field] ?? null }))
    .filter(({ before: was, after: is }) => canonicalJson(was) !== canonicalJson(is));
}
