/** The OpenAPI document as types for the pages: a small printer from JSON Schema to TypeScript. */

/** The keywords of JSON Schema that zod writes into the document; others don't change the type. */
interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema | boolean;
  prefixItems?: Schema[];
}
interface Content {
  content?: Record<string, { schema?: Schema }>;
}
interface Operation {
  requestBody?: Content;
  responses?: Record<string, Content>;
}
/** What the printer reads of an OpenAPI 3.1 document. */
export interface ApiDocument {
  paths?: Record<string, object | undefined>;
}

const INDENT = '  ';
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
const primitives: Record<string, string> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

const literal = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : JSON.stringify(value);
const propertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));
const union = (types: readonly string[]): string => [...new Set(types)].join(' | ');
const listOf = (type: string): string => (/[ |&]/.test(type) ? `(${type})[]` : `${type}[]`);

/** One schema as a type expression. What says nothing of its type (any JSON, a reference) is `unknown`. */
export function typeOf(schema: Schema, depth = 0): string {
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map(literal));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return union(choices.map((choice) => typeOf(choice, depth)));
  if (schema.allOf !== undefined) return schema.allOf.map((part) => `(${typeOf(part, depth)})`).join(' & ');
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type }, depth)));
  if (schema.type === 'array') return arrayOf(schema, depth);
  if (schema.type === 'object') return objectOf(schema, depth);
  return primitives[schema.type ?? ''] ?? 'unknown';
}

function arrayOf({ items, prefixItems }: Schema, depth: number): string {
  if (prefixItems !== undefined) return `[${prefixItems.map((item) => typeOf(item, depth)).join(', ')}]`;
  return listOf(typeof items === 'object' ? typeOf(items, depth) : 'unknown');
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema, depth: number): string {
  const names = Object.keys(properties);
  if (names.length === 0) {
    const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties, depth) : 'unknown';
    return `Record<string, ${value}>`;
  }
  const inner = INDENT.repeat(depth + 1);
  const lines = names.map((name) => {
    const mark = required.includes(name) ? '' : '?';
    return `${inner}${propertyName(name)}${mark}: ${typeOf(properties[name] ?? {}, depth + 1)};`;
  });
  return `{\n${lines.join('\n')}\n${INDENT.repeat(depth)}}`;
}

/** The type of a body or an answer, or null where it has none that is JSON. */
function jsonType(part: Content | undefined): string | null {
  const schema = part?.content?.['application/json']?.schema;
  return schema === undefined ? null : typeOf(schema, 1);
}

function successOf({ responses = {} }: Operation): Content | undefined {
  const status = Object.keys(responses).find((code) => code.startsWith('2'));
  return status === undefined ? undefined : responses[status];
}

function interfaceOf(name: string, comment: string, entries: [string, string | null][]): string {
  const lines = entries.flatMap(([key, type]) =>
    type === null ? [] : [`${INDENT}${literal(key)}: ${type};`],
  );
  return `/** ${comment} */\nexport interface ${name} {\n${lines.join('\n')}\n}\n`;
}

/** The file `web/src/api.generated.ts`: `Answers` and `Bodies`, keyed by method and address as the document has them. */
export function apiTypes({ paths = {} }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([address, item]) => {
    const known = item as Partial<Record<(typeof methods)[number], Operation>> | undefined;
    return methods.flatMap((method) => {
      const operation = known?.[method];
      return operation === undefined ? [] : [{ key: `${method.toUpperCase()} ${address}`, operation }];
    });
  });
  return [
    '// Made from docs/openapi.json by `npm run generate`. Not to be edited.\n',
    interfaceOf(
      'Answers',
      'What each route answers when all is well.',
      operations.map(({ key, operation }) => [key, jsonType(successOf(operation))]),
    ),
    interfaceOf(
      'Bodies',
      'What each route takes.',
      operations.map(({ key, operation }) => [key, jsonType(operation.requestBody)]),
    ),
  ].join('\n');
}
