import type { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import type { HttpClient, HttpRequest } from '#tools/http/client.ts';
import { describeFault } from './normalised.ts';

/**
 * A request whose answer must have this shape.
 * @throws SourceError `source-answer-invalid` where it has another.
 */
export async function ask<Schema extends z.ZodType>(
  http: HttpClient,
  schema: Schema,
  request: HttpRequest,
): Promise<z.infer<Schema>> {
  return shaped(http, schema, request.path, (await http.request(request)).json);
}

/** @throws SourceError `source-answer-invalid` */
export function shaped<Schema extends z.ZodType>(
  http: HttpClient,
  schema: Schema,
  path: string,
  json: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw answerInvalid(
    http,
    path,
    `the answer is not what the vendor describes: ${describeFault(parsed.error)}`,
  );
}

export const answerInvalid = (http: HttpClient, place: string, what: string): SourceError =>
  new SourceError('source-answer-invalid', `${http.host}: ${place}: ${what}.`, { host: http.host });
