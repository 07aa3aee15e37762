import { describe, expect, it } from 'vitest';
import { apiTypes, typeOf } from './api-types.ts';

describe('types of the API', () => {
  it('prints what zod writes: literals, nullables, lists, tuples, records', () => {
    expect(typeOf({ enum: ['a', "b'c"] })).toBe("'a' | 'b\\'c'");
    expect(typeOf({ type: ['string', 'null'] })).toBe('string | null');
    expect(typeOf({ anyOf: [{ type: 'integer' }, { type: 'number' }, { type: 'null' }] })).toBe(
      'number | null',
    );
    expect(typeOf({ type: 'array', items: { type: ['number', 'null'] } })).toBe('(number | null)[]');
    expect(typeOf({ type: 'array', prefixItems: [{ const: 1 }, { type: 'string' }] })).toBe('[1, string]');
    expect(typeOf({ type: 'object', additionalProperties: { type: 'number' } })).toBe(
      'Record<string, number>',
    );
    expect(typeOf({})).toBe('unknown');
  });

  it('marks what may be left out and quotes what is no name', () => {
    const printed = typeOf({
      type: 'object',
      properties: { id: { type: 'string' }, 'a-b': { type: 'boolean' } },
      required: ['id'],
    });
    expect(printed).toBe("{\n  id: string;\n  'a-b'?: boolean;\n}");
  });

  it('keys answers and bodies by method and address', () => {
    const json = (type: string) => ({ content: { 'application/json': { schema: { type } } } });
    const file = apiTypes({
      paths: {
        '/api/things': {
          get: { responses: { 200: json('string'), 404: json('boolean') } },
          post: { requestBody: json('number'), responses: { 202: json('null') } },
        },
        '/api/stream': { get: { responses: { 200: {} } } },
      },
    });
    expect(file).toContain("'GET /api/things': string;");
    expect(file).toContain("'POST /api/things': null;");
    expect(file).toContain("'POST /api/things': number;");
    expect(file).not.toContain('stream');
    expect(file).not.toContain('boolean');
  });
});
