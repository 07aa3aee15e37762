import { z } from 'zod';
import { addDays, type IsoDate } from '#domain/date.ts';
import { SourceError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, Source } from '#domain/source.ts';
import { ask } from '#tools/connectors/answer.ts';
import { describeFault, idOf } from '#tools/connectors/normalised.ts';
import { readOnly } from '#tools/connectors/read-only.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { cleanName } from '#tools/text.ts';
import { isConcealed, linesOf, normaliseActivity } from './report.ts';

export const teamsStreams = ['users', 'activity'] as const;

const DAY_MS = 86_400_000;
/**
 * Graph says that it keeps daily reports for 30 days, and refuses a day that began more than 28 days ago
 * (learn.microsoft.com/graph/api/reportroot-getteamsuseractivityuserdetail; its own words are "Only support data for
 * the past 28 days").
 */
const KEPT_DAYS = 27;
/** A day's report comes about two days late, and is corrected for some more. */
const OVERLAP_MS = 5 * DAY_MS;
const PAGE_SIZE = '999';
/** A report that doesn't come whole is asked for once more. */
const TRIES = 2;

export interface TeamsConnectorDeps {
  source: Source;
  http: HttpClient;
  client_id: string;
  /** `source_fields.teams` of the policy. */
  fields: readonly string[];
  now(): string;
}

const usersAnswer = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
});
const graphUser = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
});

async function* userPages({ http }: TeamsConnectorDeps, signal: AbortSignal): AsyncGenerator<WindowPage> {
  const guard = makePageGuard(`users of ${http.host}`);
  const query = {
    $select: 'id,displayName,mail,userPrincipalName,accountEnabled,userType',
    $top: PAGE_SIZE,
  };
  let next: { path: string; query?: Record<string, string> } | null = { path: '/users', query };
  while (next !== null) {
    const answer: z.infer<typeof usersAnswer> = await ask(http, usersAnswer, {
      method: 'GET',
      ...next,
      signal,
    });
    const page: WindowPage = { ...emptyPage(), newest: null };
    for (const item of answer.value) {
      const parsed = graphUser.safeParse(item);
      if (!parsed.success) {
        page.faults.push({ external_id: idOf(item), reason: describeFault(parsed.error) });
        continue;
      }
      const user = parsed.data;
      page.accounts.push({
        account: user.id.toLowerCase(),
        display_name: cleanName(user.displayName),
        email: cleanName(user.mail ?? user.userPrincipalName, 320)?.toLowerCase() ?? null,
        active: user.accountEnabled ?? true,
        // Guests belong to other houses: nobody here answers for them.
        bot: user.userType === 'Guest',
        time_zone: null,
      });
    }
    yield page;
    // An empty page with a next link is no end: only the missing link is.
    const link: string | null = answer['@odata.nextLink'] ?? null;
    if (link !== null) guard.advance(link);
    next = link === null ? null : { path: link };
  }
}

/** Where a read stands: every day up to this one was handed over. */
const dayMark = z.object({ day: z.iso.date() });

const CONCEALED =
  'The reports conceal names. In the Microsoft 365 admin center, Settings → Org settings → Reports, switch off "Display concealed user, group, and site names in all reports".';

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Graph's words for a day that it no longer has. */
function isTooOld(text: string): boolean {
  try {
    const told = refusal.safeParse(JSON.parse(text));
    return told.success && /past \d+ days/i.test(told.data.error.message);
  } catch {
    return false;
  }
}

/** Days that nobody can read any more are said, not passed over. */
function lostDays(from: IsoDate, to: IsoDate): WindowPage {
  const days = from === to ? from : `${from} to ${to}`;
  const reason = `${days}: Graph keeps daily reports for 28 days only, so what was done then isn't known`;
  return { ...emptyPage(), faults: [{ external_id: null, reason }], newest: null };
}

/** Microsoft Teams through Graph: who there is, and how much each did on a day. Never what was said. Read only. */
export function makeTeamsConnector(deps: TeamsConnectorDeps): Connector {
  const { source, http, now, client_id } = deps;
  const fields = new Set(deps.fields);

  /** Null where Graph no longer has the day. */
  async function reportOf(day: IsoDate, signal: AbortSignal): Promise<Record<string, string>[] | null> {
    const path = `/reports/getTeamsUserActivityUserDetail(date=${day})`;
    const request = { method: 'GET', path, as: 'text', elsewhere: true, signal } as const;
    for (let tries = 1; ; tries += 1) {
      // It lies in a store of files elsewhere, which refuses our credentials.
      const { status, text } = await http.request({ ...request, accept: [400] });
      if (status === 400 && isTooOld(text)) return null;
      // Any other refusal is told in its own words.
      if (status === 400) await http.request(request);
      const lines = linesOf(text);
      if (lines !== null) return lines;
      if (tries >= TRIES)
        throw new SourceError('source-answer-invalid', `${http.host}: ${path}: this is no whole report.`, {
          host: http.host,
        });
    }
  }

  function pageOf(day: IsoDate, lines: readonly Record<string, string>[]): WindowPage {
    const page: WindowPage = { ...emptyPage(), newest: lines.length === 0 ? null : `${day}T12:00:00.000Z` };
    for (const row of lines) {
      const result = normaliseActivity(row, day, fields);
      if (result.ok) page.records.push(result.record);
      else page.faults.push(result.fault);
    }
    return page;
  }

  async function* activityPages(
    since: string | null,
    done: JsonValue | null,
    signal: AbortSignal,
  ): AsyncGenerator<WindowPage> {
    const today = now().slice(0, 10);
    const first = addDays(today, -KEPT_DAYS);
    const reached = markOf(dayMark, done)?.day;
    const begin = since === null ? first : since.slice(0, 10);
    const wanted = reached === undefined ? begin : addDays(reached, 1);
    if (wanted < first) yield lostDays(wanted, addDays(first, -1));
    for (let day = wanted < first ? first : wanted; day < today; day = addDays(day, 1)) {
      const lines = await reportOf(day, signal);
      if (lines === null) {
        yield { ...lostDays(day, day), done: { day } };
        continue;
      }
      if (lines.some(isConcealed)) {
        yield { ...emptyPage(), faults: [{ external_id: null, reason: CONCEALED }], newest: null };
        return;
      }
      yield { ...pageOf(day, lines), done: { day } };
    }
  }

  return {
    vendor: 'teams',
    ...readOnly(source, 'Microsoft Teams'),
    streams: teamsStreams,
    check: async (signal) => {
      await ask(http, usersAnswer, {
        method: 'GET',
        path: '/users',
        query: { $top: '1', $select: 'id' },
        signal,
      });
      return { account: `application ${client_id}` };
    },
    read: (stream, cursor, signal) => {
      const known = teamsStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, teamsStreams);
      return readWindow({ cursor, now, overlap_ms: OVERLAP_MS }, (since, done) =>
        known === 'users' ? userPages(deps, signal) : activityPages(since, done, signal),
      );
    },
  };
}
