import { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import { answerInvalid, shaped } from '#tools/connectors/answer.ts';
import type { HttpClient, LimitQuestion } from '#tools/http/client.ts';

export type Variables = Record<string, JsonValue>;

export interface MondayApi {
  readonly host: string;
  /** A question. @throws SourceError also where monday.com says with status 200 that something is wrong. */
  ask<Schema extends z.ZodType>(
    schema: Schema,
    query: string,
    variables: Variables,
    signal: AbortSignal,
  ): Promise<z.infer<Schema>>;
  /** A change: never repeated by us. */
  change(query: string, variables: Variables, signal: AbortSignal): Promise<unknown>;
}

const graphqlError = z.union([
  z.string().transform((message) => ({ message, extensions: null })),
  z.object({
    message: z.string().nullish(),
    extensions: z
      .object({
        code: z.string().nullish(),
        retry_in_seconds: z.number().nullish(),
        status_code: z.number().nullish(),
      })
      .nullish(),
  }),
]);

const answer = z.object({
  // Missing where there are only errors (airbyte#66724 fell over that).
  data: z.unknown().optional(),
  errors: z.array(graphqlError).nullish(),
  error_code: z.string().nullish(),
  error_message: z.string().nullish(),
});
type Answer = z.infer<typeof answer>;

const spent = z.object({
  complexity: z.object({ after: z.number(), query: z.number(), reset_in_x_seconds: z.number() }),
});

const LIMIT = /complexity|rate.?limit|limit.?exceeded|concurrency/i;
const DAILY = /daily.?limit/i;
const DAY_MS = 86_400_000;

/** Code and words of every error of an answer, of its present shape and of the one before 2025. */
function toldErrors(
  told: Answer,
): { code: string; message: string; retry: number | null; status: number | null }[] {
  const errors = (told.errors ?? []).map(({ message, extensions }) => ({
    code: extensions?.code ?? told.error_code ?? '',
    message: message ?? '',
    retry: extensions?.retry_in_seconds ?? null,
    status: extensions?.status_code ?? null,
  }));
  if (errors.length > 0 || !told.error_code) return errors;
  return [{ code: told.error_code, message: told.error_message ?? '', retry: null, status: null }];
}

/**
 * monday.com says "too many" with 429 or with 200 and an error, and how long in the header, in the body or in words
 * (developer.monday.com/api-reference/docs/rate-limits; …/changelog: "updated complexity budget exhausted error").
 * The daily limit ends at midnight UTC.
 */
export function mondayLimit(
  { status, headers, json }: LimitQuestion,
  now: number,
): number | null | undefined {
  const told = answer.safeParse(json);
  const error = told.success
    ? toldErrors(told.data).find(
        ({ code, message }) => LIMIT.test(code) || (code === '' && LIMIT.test(message)),
      )
    : undefined;
  if (error === undefined && status !== 429) return undefined;
  const after = headers.get('retry-after');
  if (after !== null && /^\d+$/.test(after)) return Number(after) * 1000;
  if (error === undefined) return null;
  if (error.retry !== null) return error.retry * 1000;
  const words = /reset in (\d+) second/i.exec(error.message)?.[1];
  if (words !== undefined) return Number(words) * 1000;
  return DAILY.test(error.code) ? DAY_MS - (now % DAY_MS) : null;
}

/** Whether a read failed because its cursor is older than an hour. */
export const isExpiredCursor = (error: unknown): boolean =>
  error instanceof SourceError && error.details.cursor_expired === true;

export interface MondayApiDeps {
  http: HttpClient;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export function makeMondayApi({ http, sleep }: MondayApiDeps): MondayApi {
  /** Where the last answer left too little for another such query: to be waited before the next, in ms. */
  let wait = 0;

  function refuse(told: Answer): void {
    const [error] = toldErrors(told);
    if (error === undefined) return;
    const what = `${http.host}: monday.com refused: ${error.message || error.code}`.slice(0, 300);
    const details = { host: http.host, code: error.code };
    if (error.status === 401 || error.status === 403 || /unauthori[sz]ed/i.test(error.code))
      throw new SourceError('source-unauthorized', what, details);
    // An error at the change of a schema or of a right may stand beside data: half an answer is none.
    const expired = /cursor/i.test(`${error.code} ${error.message}`);
    throw new SourceError('source-refused', what, {
      ...details,
      ...(expired ? { cursor_expired: true } : {}),
    });
  }

  async function send(
    query: string,
    variables: Variables,
    safe: boolean,
    signal: AbortSignal,
  ): Promise<unknown> {
    const body = { query, variables };
    const { json } = await http.request({ method: 'POST', path: '/v2', body, safe, signal });
    const told = shaped(http, answer, '/v2', json);
    refuse(told);
    if (told.data === null || told.data === undefined)
      throw answerInvalid(http, '/v2', 'the answer holds no data');
    return told.data;
  }

  return {
    host: http.host,
    async ask(schema, query, variables, signal) {
      if (wait > 0) {
        const asked = wait;
        wait = 0;
        // Where it is stopped meanwhile, the request says so.
        await sleep(asked, signal).catch(() => {});
      }
      const data = await send(query, variables, true, signal);
      const cost = spent.safeParse(data);
      if (cost.success && cost.data.complexity.after < cost.data.complexity.query)
        wait = cost.data.complexity.reset_in_x_seconds * 1000;
      return shaped(http, schema, '/v2', data);
    },
    change: (query, variables, signal) => send(query, variables, false, signal),
  };
}
