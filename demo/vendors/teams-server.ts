import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';
import { faultOfJwt, type TrustedIssuer } from './jwt.ts';

export interface TeamsUser {
  id: string;
  displayName: string;
  userPrincipalName: string;
  mail: string | null;
  accountEnabled: boolean;
  userType: 'Member' | 'Guest';
}

/** One line of the activity report: what somebody did on a day, in figures. */
export interface TeamsActivity {
  day: string;
  user_id: string;
  team_messages: number;
  private_messages: number;
  replies: number;
  calls: number;
  meetings: number;
  audio_seconds: number;
  /** When the report was made: a day or two after the day itself. */
  refreshed: string;
}

export interface TeamsDataset {
  client: { tenant_id: string; client_id: string; client_secret: string };
  users: TeamsUser[];
  activity: TeamsActivity[];
}

export interface TeamsServerOptions {
  port?: number;
  page_limit?: number;
  now(): Date;
  /** The tenant hides names in reports: a switch of its administrators that is on by default. */
  concealed?: boolean;
  /** A certificate that was uploaded. */
  certified?: Pick<TrustedIssuer, 'public_key' | 'thumbprint'>;
}

/** As the report has them (learn.microsoft.com/graph/api/reportroot-getteamsuseractivityuserdetail). */
const columns = [
  'Report Refresh Date',
  'Tenant Display Name',
  'User Id',
  'User Principal Name',
  'Last Activity Date',
  'Is Deleted',
  'Team Chat Message Count',
  'Private Chat Message Count',
  'Call Count',
  'Meeting Count',
  'Post Messages',
  'Reply Messages',
  'Meetings Attended Count',
  'Audio Duration In Seconds',
  'Video Duration In Seconds',
  'Report Period',
];
const TOKEN = 'graph-access-token-9001';
const MAX_PAGE = 999;
/** Graph refuses a day that began longer ago, whatever its pages say, and makes reports with a delay. */
const KEPT_DAYS = 28;
const DELAY_DAYS = 2;
const DAY_MS = 86_400_000;

const refuse = (status: number, code: string, message = code): VendorReply => ({
  status,
  body: { error: { code, message } },
});

function lineOf(one: TeamsActivity, user: TeamsUser | undefined, concealed: boolean): string {
  const name = user?.userPrincipalName ?? 'gone@elsewhere.example';
  const hidden = Buffer.from(name).toString('hex').slice(0, 32).toUpperCase();
  return [
    one.refreshed,
    'Quay',
    concealed ? '00000000-0000-0000-0000-000000000000' : one.user_id,
    concealed ? hidden : name,
    one.day,
    'False',
    one.team_messages,
    one.private_messages,
    one.calls,
    one.meetings,
    one.team_messages - one.replies,
    one.replies,
    one.meetings,
    one.audio_seconds,
    Math.floor(one.audio_seconds / 2),
    1,
  ].join(',');
}

/** Graph's users and Teams activity reports over a data set, with the files that reports lie in on a server of their own. */
export async function startTeamsServer(
  dataset: TeamsDataset,
  options: TeamsServerOptions,
): Promise<VendorServer & { files: VendorServer }> {
  const byId = new Map(dataset.users.map((user) => [user.id, user]));
  const files = await startVendorServer((request) => {
    // A signed address is its own credential: one with ours on top is refused, as the store of files does.
    if (request.headers.authorization !== undefined) return refuse(400, 'AuthenticationFailed');
    const day = request.query.get('day') ?? '';
    const lines = dataset.activity
      .filter((one) => one.day === day)
      .map((one) => lineOf(one, byId.get(one.user_id), options.concealed ?? false));
    return {
      status: 200,
      text: `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`,
      headers: { 'content-type': 'application/octet-stream' },
    };
  });

  function users(request: VendorRequest): VendorReply {
    const limit = Math.min(Number(request.query.get('$top') ?? 100), options.page_limit ?? MAX_PAGE);
    const start = Number(request.query.get('$skiptoken') ?? 0);
    const base = `http://${request.headers.host}`;
    const next = new URLSearchParams(request.query);
    next.set('$skiptoken', String(start + limit));
    const more = start + limit < dataset.users.length;
    return {
      status: 200,
      body: {
        value: dataset.users.slice(start, start + limit),
        ...(more ? { '@odata.nextLink': `${base}/v1.0/users?${next}` } : {}),
      },
    };
  }

  function report(day: string): VendorReply {
    const age = (options.now().getTime() - Date.parse(`${day}T00:00:00Z`)) / DAY_MS;
    if (!(age >= 0 && age <= KEPT_DAYS))
      return refuse(
        400,
        'InvalidArgument',
        `Invalid date value specified: ${day}. Only support data for the past ${KEPT_DAYS} days.`,
      );
    const known = age >= DELAY_DAYS ? day : '';
    return { status: 302, headers: { location: `${files.url}/files/day?day=${known}&sig=abc` } };
  }

  /** By its secret, or by what it signed, which is good for one use alone. */
  const used = new Set<string>();
  function isApplication(given: Record<string, string>, address: string): boolean {
    const { client } = dataset;
    const { client_assertion: assertion = '', client_id } = given;
    if (client_id !== client.client_id) return false;
    if (given.client_secret !== undefined) return given.client_secret === client.client_secret;
    if (options.certified === undefined || used.has(assertion)) return false;
    if (given.client_assertion_type !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
      return false;
    used.add(assertion);
    const claims = { iss: client.client_id, sub: client.client_id, aud: address, longest_seconds: 600 };
    return faultOfJwt(assertion, { ...claims, ...options.certified }, options.now().getTime()) === null;
  }

  const server = await startVendorServer((request) => {
    const { client } = dataset;
    if (request.path === `/${client.tenant_id}/oauth2/v2.0/token`) {
      const given = (request.body ?? {}) as Record<string, string>;
      return isApplication(given, `http://${request.headers.host}${request.path}`)
        ? { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: TOKEN } }
        : { status: 401, body: { error: 'invalid_client' } };
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return refuse(401, 'InvalidAuthenticationToken');
    if (request.path === '/v1.0/users') return users(request);
    const day = /^\/v1\.0\/reports\/getTeamsUserActivityUserDetail\(date=(\d{4}-\d{2}-\d{2})\)$/.exec(
      request.path,
    )?.[1];
    return day === undefined ? refuse(404, 'Request_ResourceNotFound') : report(day);
  }, options.port);
  return {
    ...server,
    files,
    inject: (fault) => (fault.path.startsWith('/files') ? files : server).inject(fault),
    close: async () => {
      await Promise.all([server.close(), files.close()]);
    },
  };
}
