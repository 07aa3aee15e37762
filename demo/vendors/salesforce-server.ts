import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import { faultOfJwt, type TrustedIssuer } from './jwt.ts';
import type { SalesforceDataset } from './salesforce-dataset.ts';

export interface SalesforceServerOptions {
  port?: number;
  /** Most rows of a batch; less than Salesforce's own makes paging show with little data. */
  page_limit?: number;
  /** Who may come with a signed assertion instead of a secret, and the time by which it is judged. */
  trusts?: TrustedIssuer;
  now?: () => Date;
  /** Where the token says that it is good for. */
  instance_url?: string;
  /** A token is good for so many requests; then the session ends, and its locators with it. */
  requests_per_token?: number;
  /** Says that more is to come without saying where. */
  without_next?: boolean;
  /** Calls of the day that were used, and how many there are. */
  usage?: { used: number; max: number };
}

const BASE = '/services/data/v63.0';
const BATCH = 2000;

const refuse = (status: number, errorCode: string, message: string): VendorReply => ({
  status,
  body: [{ errorCode, message }],
});

interface Open {
  token: string;
  rows: unknown[];
}

const soql =
  /^SELECT (?<fields>.+) FROM (?<object>[A-Z]\w+)(?: WHERE SystemModstamp >= (?<since>\S+))?(?<order> ORDER BY SystemModstamp, Id)?$/;
const stages = ', (SELECT StageName, CreatedDate FROM OpportunityHistories ORDER BY CreatedDate, Id)';

const memberOf = (row: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (from, name) =>
        from !== null && typeof from === 'object'
          ? Object.getOwnPropertyDescriptor(from, name)?.value
          : undefined,
      row,
    );

/** Salesforce's REST API 63.0 as far as an indicator reader needs it: OAuth client credentials and queries. */
export function startSalesforceServer(
  dataset: SalesforceDataset,
  options: SalesforceServerOptions = {},
): Promise<VendorServer> {
  const limit = options.page_limit ?? BATCH;
  const open = new Map<string, Open>();
  let session = 0;
  let left = 0;
  const token = () => `00D-session-${session}`;

  function grant(body: unknown): VendorReply {
    const form = new Map(Object.entries(body !== null && typeof body === 'object' ? body : {}));
    const asserted = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const { trusts } = options;
    if (asserted && trusts !== undefined) {
      const now = (options.now ?? (() => new Date()))().getTime();
      const fault = faultOfJwt(String(form.get('assertion')), trusts, now);
      if (fault !== null) return { status: 400, body: { error: 'invalid_grant', error_description: fault } };
      return granted();
    }
    if (form.get('grant_type') !== 'client_credentials')
      return {
        status: 400,
        body: { error: 'unsupported_grant_type', error_description: 'grant type not supported' },
      };
    if (
      form.get('client_id') !== dataset.credentials.client_id ||
      form.get('client_secret') !== dataset.credentials.client_secret
    )
      return {
        status: 400,
        body: { error: 'invalid_client', error_description: 'invalid client credentials' },
      };
    return granted();
  }

  function granted(): VendorReply {
    session += 1;
    left = options.requests_per_token ?? Number.POSITIVE_INFINITY;
    const instance_url = options.instance_url ?? '';
    return { status: 200, body: { access_token: token(), token_type: 'Bearer', instance_url } };
  }

  function rowsOf(object: string): readonly { Id: string; SystemModstamp: string }[] | null {
    if (object === 'User') return dataset.users;
    if (object === 'Opportunity') return dataset.opportunities;
    return object === 'Case' ? dataset.cases : null;
  }

  /** Only what is asked for; an unknown field fails the whole query. */
  function pick(object: string, row: object, fields: readonly string[], history: boolean) {
    const entries = fields.map((path): [string, unknown] => {
      const [head = path, below] = path.split('.');
      return [head, below === undefined ? memberOf(row, path) : { [below]: memberOf(row, path) }];
    });
    const surplus = memberOf(row, 'surplus');
    const past = memberOf(row, 'OpportunityHistories');
    return {
      attributes: { type: object },
      ...Object.fromEntries(entries),
      ...(surplus === undefined ? {} : { surplus }),
      ...(history && Array.isArray(past)
        ? { OpportunityHistories: { totalSize: past.length, done: true, records: past } }
        : {}),
    };
  }

  function query(text: string, deleted: boolean): VendorReply {
    const history = text.includes(stages);
    const { fields = '', object = '', since, order } = soql.exec(text.replace(stages, ''))?.groups ?? {};
    if (object === 'Organization')
      return {
        status: 200,
        body: { totalSize: 1, done: true, records: [{ Id: '00D1', Name: dataset.organisation }] },
      };
    const rows = rowsOf(object);
    if (rows === null || order === undefined)
      return refuse(400, 'MALFORMED_QUERY', `unexpected: ${text.slice(0, 60)}`);
    const from = since === undefined ? Number.NaN : Date.parse(since);
    if (since !== undefined && Number.isNaN(from))
      return refuse(400, 'INVALID_FIELD', 'value of filter criterion');
    const names = fields.split(', ');
    const [first] = rows;
    const unknown = names.find(
      (name) => first !== undefined && memberOf(first, name) === undefined && !optional.has(name),
    );
    if (unknown !== undefined)
      return refuse(400, 'INVALID_FIELD', `No such column '${unknown}' on entity '${object}'.`);
    const found = rows
      .filter((row) => !(Date.parse(row.SystemModstamp) < from))
      .filter((row) => deleted || memberOf(row, 'IsDeleted') !== true)
      .toSorted(
        (a, b) => Date.parse(a.SystemModstamp) - Date.parse(b.SystemModstamp) || (a.Id < b.Id ? -1 : 1),
      )
      .map((row) => pick(object, row, names, history));
    const locator = `01g${String(open.size).padStart(6, '0')}`;
    open.set(locator, { token: token(), rows: found });
    return batch(locator, found, 0, 0);
  }

  function batch(locator: string, rows: readonly unknown[], at: number, shift: number): VendorReply {
    const end = at + limit >= rows.length;
    const next = `${BASE}/query/${locator}-${at + limit}`;
    return {
      status: 200,
      body: {
        totalSize: rows.length,
        done: end,
        ...(end || options.without_next === true ? {} : { nextRecordsUrl: next }),
        records: rows.slice(at + shift, at + shift + limit),
      },
    };
  }

  function more(request: VendorRequest): VendorReply {
    const [, locator = '', at = ''] = /\/query\/(\w+)-(\d+)$/.exec(request.path) ?? [];
    const found = open.get(locator);
    // A locator belongs to its session.
    if (found === undefined || found.token !== token())
      return refuse(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    const shift =
      request.page_fault === 'repeat_page' ? -limit : request.page_fault === 'lose_page' ? limit : 0;
    return batch(locator, found.rows, Number(at), shift);
  }

  const answer = (request: VendorRequest): VendorReply => {
    if (request.path === '/services/oauth2/token' && request.method === 'POST') return grant(request.body);
    const authorized = session > 0 && request.headers.authorization === `Bearer ${token()}` && left > 0;
    if (!authorized) return refuse(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    left -= 1;
    if (request.method !== 'GET') return refuse(405, 'METHOD_NOT_ALLOWED', 'HTTP Method not allowed');
    if (options.usage !== undefined && options.usage.used >= options.usage.max)
      return refuse(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    const text = request.query.get('q');
    if (request.path === `${BASE}/query` && text !== null) return query(text, false);
    if (request.path === `${BASE}/queryAll` && text !== null) return query(text, true);
    if (request.path.startsWith(`${BASE}/query/`)) return more(request);
    return refuse(404, 'NOT_FOUND', 'The requested resource does not exist');
  };

  return startVendorServer((request) => {
    const { used, max } = options.usage ?? { used: 18, max: 15_000 };
    const reply = answer(request);
    return { ...reply, headers: { 'sforce-limit-info': `api-usage=${used}/${max}` } };
  }, options.port);
}

/** Columns that a record in a test may be without. */
const optional = new Set([
  'Type',
  'Amount',
  'Probability',
  'Priority',
  'Origin',
  'ClosedDate',
  'Owner.Name',
  'Name',
]);
