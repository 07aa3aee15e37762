/** What a simulated Toggl Track serves, in its own JSON. */
export interface TogglUser {
  /** Of the membership; the person is `user_id`. */
  id: number;
  user_id: number;
  name: string;
  email: string | null;
  active: boolean;
  inactive: boolean;
  timezone: string;
}

/** A row of the detailed report with its entry. */
export interface TogglEntry {
  id: number;
  user_id: number;
  username: string;
  description: string;
  project_name: string | null;
  task_name: string | null;
  billable: boolean;
  /** Negative while the timer runs. */
  seconds: number;
  start: string;
  stop: string | null;
  /** Of the last change. */
  at: string;
}

export interface TogglDataset {
  credentials: { token: string };
  workspace: string;
  users: TogglUser[];
  entries: TogglEntry[];
}
