/** What a simulated monday.com serves, in its own words. Only what a query names is sent. */
export interface MondayUser {
  id: string;
  name: string;
  email: string;
  kind: string;
  status: 'ACTIVE' | 'INACTIVE' | 'PENDING';
  is_deleted: boolean;
  time_zone_identifier: string | null;
}

export interface MondayColumn {
  id: string;
  title: string;
  type: 'people' | 'status' | 'date' | 'numbers' | 'text';
}

export type MondayValue =
  | { id: string; type: 'people'; persons_and_teams: { id: string; kind: 'person' | 'team' }[] }
  | { id: string; type: 'status'; label: string | null; is_done: boolean; updated_at: string | null }
  | { id: string; type: 'date'; date: string | null }
  | { id: string; type: 'numbers'; number: number | null }
  | { id: string; type: 'text'; text: string };

export type MondayState = 'active' | 'archived' | 'deleted';

export interface MondayBoard {
  id: string;
  name: string;
  state: MondayState;
  updated_at: string;
  columns: MondayColumn[];
}

export interface MondayItem {
  id: string;
  board: string;
  name: string;
  state: MondayState;
  created_at: string;
  updated_at: string;
  creator_id: string;
  group: { title: string } | null;
  parent_item: { id: string } | null;
  column_values: MondayValue[];
}

export interface MondayUpdate {
  id: string;
  item: string;
  creator_id: string;
  body: string;
  created_at: string;
}

/** A change of a people column. */
export interface MondayLog {
  id: string;
  item: string;
  column: string;
  event: string;
  user_id: string;
}

export interface MondayDataset {
  credentials: { token: string };
  /** Id of the user whose token it is. */
  viewer: string;
  users: MondayUser[];
  boards: MondayBoard[];
  items: MondayItem[];
  updates: MondayUpdate[];
  logs: MondayLog[];
}
