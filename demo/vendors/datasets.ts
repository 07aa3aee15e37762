/**
 * What a simulated vendor serves, in that vendor's own JSON. The company generator fills it; the servers page,
 * filter, rate-limit and change it.
 */
export interface JiraUser {
  accountId: string;
  accountType: 'atlassian' | 'app';
  displayName: string;
  emailAddress?: string;
  active: boolean;
  timeZone: string;
}

export interface JiraStatus {
  id: string;
  name: string;
  statusCategory: { id: number; key: 'new' | 'indeterminate' | 'done'; name: string };
}

export interface JiraHistory {
  id: string;
  author: { accountId: string; displayName: string } | null;
  /** Jira writes `2026-03-02T09:15:00.000+0000`. */
  created: string;
  items: {
    field: string;
    fieldtype: 'jira' | 'custom';
    fieldId?: string;
    from: string | null;
    fromString: string | null;
    to: string | null;
    toString: string | null;
  }[];
}

export interface JiraComment {
  id: string;
  author: { accountId: string; displayName: string };
  /** Atlassian Document Format, as REST v3 has it. */
  body: unknown;
  created: string;
  updated: string;
  properties?: { key: string; value: unknown }[];
}

export interface JiraIssue {
  id: string;
  key: string;
  /** As REST v3 returns them; `comment` holds `{comments: JiraComment[], total}`. */
  fields: Record<string, unknown>;
  changelog: { histories: JiraHistory[] };
}

export interface JiraDataset {
  credentials: { email: string; token: string };
  users: JiraUser[];
  /** `customfield_…` names, as `/rest/api/3/field` tells them. */
  fields: { id: string; name: string; custom: boolean; schema?: { type: string; custom?: string } }[];
  statuses: JiraStatus[];
  issues: JiraIssue[];
}

export interface HarvestUser {
  id: number;
  first_name: string;
  last_name: string;
  email: string;
  is_active: boolean;
  timezone: string;
  /** In seconds, as Harvest has it. */
  weekly_capacity: number;
  roles: string[];
  created_at: string;
  updated_at: string;
}

export interface HarvestTimeEntry {
  id: number;
  spent_date: string;
  hours: number;
  rounded_hours: number;
  notes: string | null;
  is_running: boolean;
  billable: boolean;
  user: { id: number; name: string };
  project: { id: number; name: string; code: string };
  task: { id: number; name: string };
  /** Set where the entry was started from an issue. */
  external_reference: { id: string; group_id: string; permalink: string | null; service: string } | null;
  created_at: string;
  updated_at: string;
}

export interface HarvestDataset {
  credentials: { account_id: string; token: string };
  users: HarvestUser[];
  time_entries: HarvestTimeEntry[];
}

/** A fault that a simulated vendor shows on demand. */
export interface VendorFault {
  /** Requests whose path contains this text. */
  path: string;
  /** Spared before it begins, and hit once begun; then the server is well again. */
  after: number;
  times: number;
  kind:
    | { type: 'status'; status: 401 | 403 | 404 | 429 | 500 | 502 | 503; retry_after_seconds?: number }
    | { type: 'cut' }
    | { type: 'malformed' }
    | { type: 'slow'; milliseconds: number }
    /** The next page repeats the one before, or one is skipped. */
    | { type: 'repeat_page' }
    | { type: 'lose_page' };
}

/** A vendor's server on loopback. */
export interface VendorServer {
  url: string;
  /** Requests seen, newest last, for tests and benchmarks. */
  requests: { method: string; path: string; body: unknown; status: number }[];
  inject(fault: VendorFault): void;
  /** Faults that were not played yet don't come any more. */
  heal(): void;
  close(): Promise<void>;
}
