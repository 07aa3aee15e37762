import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** The part of an OpenAPI description that says which requests are valid. */
const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().nullish(),
  style: z.string().nullish(),
  /** Of a body, which is a parameter in Swagger 2. */
  schema: z.unknown().optional(),
});
/** `deepObject` writes a parameter's members as `page[size]`. */
const isNamed = ({ name, style }: z.infer<typeof parameter>, key: string): boolean =>
  key === name || (style === 'deepObject' && key.startsWith(`${name}[`));
const parameterOrReference = z.union([parameter, z.object({ $ref: z.string() })]);
const schema = z.object({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  required: z.array(z.string()).optional(),
});
const operation = z.object({
  parameters: z.array(parameterOrReference).optional(),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: schema.optional() })) })
    .optional(),
});
const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z
    .object({
      schemas: z.record(z.string(), z.unknown()).default({}),
      parameters: z.record(z.string(), z.unknown()).optional(),
    })
    .default({ schemas: {} }),
  /** Swagger 2 keeps its schemas here. */
  definitions: z.record(z.string(), z.unknown()).default({}),
});

export interface SentRequest {
  method: string;
  /** With its query. */
  path: string;
  body: unknown;
}

export interface ApiDescription {
  /** What is wrong with the request by the vendor's own description; empty when nothing is. */
  faultsOf(request: SentRequest): string[];
}

/** The folder of the vendors' descriptions, outside the project: `FAIRLEAD_SHARED_DATA`, or beside the checkout. */
export const sharedData = (): string =>
  process.env.FAIRLEAD_SHARED_DATA ?? path.join(import.meta.dirname, '../../../../shared/data');

export function readDescription(file: string, base = ''): ApiDescription {
  // YAML contains JSON.
  const text = readFileSync(file, 'utf8');
  const api = description.parse(file.endsWith('.json') ? JSON.parse(text) : parse(text));
  const routes = Object.entries(api.paths).map(([template, operations]) => ({
    pattern: new RegExp(`^${base}${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
    // A literal path goes before one with a variable in the same place.
    variables: template.split('{').length,
    operations,
  }));

  function resolve(found: z.infer<typeof schema> | undefined): z.infer<typeof schema> | undefined {
    const name = found?.$ref?.split('/').at(-1);
    return name === undefined ? found : schema.parse(api.components.schemas[name] ?? api.definitions[name]);
  }

  /** Parameters may stand under `components`, and at a path for all its operations. */
  const parametersOf = (found: unknown): z.infer<typeof parameter>[] =>
    z
      .array(parameterOrReference)
      .parse(found ?? [])
      .map((each) =>
        '$ref' in each
          ? parameter.parse(api.components.parameters?.[each.$ref.split('/').at(-1) ?? ''])
          : each,
      );

  return {
    faultsOf({ method, path: target, body }) {
      const url = new URL(target, 'http://vendor');
      const route = routes
        .filter(({ pattern }) => pattern.test(url.pathname))
        .toSorted((a, b) => a.variables - b.variables)[0];
      const found = route?.operations[method.toLowerCase()];
      if (found === undefined) return [`${method} ${url.pathname} is not described`];
      const described = operation.parse(found);
      const parameters = [
        ...parametersOf(route?.operations.parameters),
        ...parametersOf(described.parameters),
      ];
      const query = parameters.filter((each) => each.in === 'query');
      const inBody = schema.optional().parse(parameters.find((each) => each.in === 'body')?.schema);
      const unknown = [...url.searchParams.keys()].filter(
        (name) => !query.some((each) => isNamed(each, name)),
      );
      const missing = query.filter(({ name, required }) => required === true && !url.searchParams.has(name));
      const expected = resolve(described.requestBody?.content['application/json']?.schema ?? inBody);
      const keys = body !== null && typeof body === 'object' ? Object.keys(body) : [];
      const closed = expected?.additionalProperties === false;
      return [
        ...unknown.map((name) => `unknown query parameter ${name}`),
        ...missing.map(({ name }) => `query parameter ${name} is missing`),
        ...keys
          .filter((key) => closed && expected?.properties?.[key] === undefined)
          .map((key) => `unknown body member ${key}`),
        ...(expected?.required ?? [])
          .filter((key) => !keys.includes(key))
          .map((key) => `body member ${key} is missing`),
      ].map((fault) => `${method} ${url.pathname}: ${fault}`);
    },
  };
}
