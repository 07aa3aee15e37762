/** What a simulated Zendesk serves, in Zendesk's own JSON. */
export interface ZendeskUser {
  id: number;
  name: string;
  email: string | null;
  /** Customers are users too. */
  role: 'end-user' | 'agent' | 'admin';
  active: boolean;
  suspended: boolean;
  time_zone: string | null;
  notes: string;
  updated_at: string;
}

export interface ZendeskMetricSet {
  ticket_id: number;
  reopens: number;
  replies: number;
  solved_at: string | null;
  /** Minutes from the ticket's creation to the first public answer by an agent. */
  reply_time_in_minutes: { calendar: number | null; business: number | null };
}

export interface ZendeskTicket {
  id: number;
  subject: string;
  description: string;
  status: 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed' | 'deleted';
  priority: 'urgent' | 'high' | 'normal' | 'low' | null;
  via: { channel: string };
  requester_id: number;
  assignee_id: number | null;
  group_id: number | null;
  tags: string[];
  created_at: string;
  updated_at: string;
  /** Seconds; also moves with changes by the system, which leave `updated_at` as it was. */
  generated_timestamp: number;
  metric_set: ZendeskMetricSet | null;
}

export interface ZendeskRating {
  id: number;
  score: 'offered' | 'unoffered' | 'good' | 'bad';
  comment: string | null;
  assignee_id: number | null;
  group_id: number | null;
  requester_id: number;
  ticket_id: number;
  created_at: string;
  updated_at: string;
}

export interface ZendeskDataset {
  credentials: { email: string; token: string };
  users: ZendeskUser[];
  groups: { id: number; name: string }[];
  tickets: ZendeskTicket[];
  ratings: ZendeskRating[];
}
