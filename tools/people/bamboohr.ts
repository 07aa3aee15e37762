import { z } from 'zod';
import { ask } from '#tools/connectors/answer.ts';
import { USER_AGENT } from '#tools/connectors/vendor.ts';
import { type HttpDeps, makeHttpClient, systemHttp } from '#tools/http/client.ts';
import { type BambooPeople, bambooEmployee, bambooFields, peopleOfBamboo } from './bamboohr-rows.ts';

const report = z.object({ employees: z.array(z.unknown()) });

export interface BambooConnection {
  /** Of the company: `https://COMPANY.bamboohr.com`. */
  base_url: string;
  /** The API key of a user who may see the fields above of everybody. */
  token: string;
  /** YYYY-MM-DD: who left before is no longer active. */
  today: string;
}

/** A company's own name in its address; nothing else may stand in a host. */
export const isBambooCompany = (name: string): boolean =>
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/iu.test(name);
export const bambooAddress = (company: string): string => `https://${company.toLowerCase()}.bamboohr.com`;

/**
 * Everybody whom BambooHR knows, those who left included, in one custom report: it has no pages, and is asked for by
 * POST though it changes nothing (https://documentation.bamboohr.com/reference/request-custom-report-1).
 * @throws SourceError 401 for a wrong key, 404 for an unknown company; limits (429, 503) are waited for up to a minute.
 */
export async function readBambooPeople(
  { base_url, token, today }: BambooConnection,
  signal: AbortSignal,
  http: HttpDeps = systemHttp,
): Promise<BambooPeople> {
  const client = makeHttpClient(
    {
      base_url,
      // The key stands in the place of the user's name; the password may be anything.
      auth: { kind: 'basic', user: token, password: 'x', secret_user: true },
      headers: { 'user-agent': USER_AGENT },
    },
    http,
  );
  const { employees } = await ask(client, report, {
    method: 'POST',
    path: '/api/v1/reports/custom',
    query: { format: 'JSON', onlyCurrent: 'false' },
    body: { title: 'Fairlead', fields: bambooFields },
    safe: true,
    signal,
  });
  return peopleOfBamboo(
    employees.map((raw) => bambooEmployee.safeParse(raw).data ?? null),
    today,
  );
}
