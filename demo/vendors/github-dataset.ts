/** What a simulated GitHub serves, in GitHub's own JSON. */
export interface GithubUser {
  id: number;
  login: string;
  type: 'User' | 'Bot' | 'Mannequin';
  name: string | null;
  email: string | null;
}

export interface GithubIssue {
  id: number;
  number: number;
  repository: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  state_reason: string | null;
  user: GithubUser | null;
  assignee: GithubUser | null;
  assignees: GithubUser[];
  labels: { id: number; name: string; color: string }[];
  milestone: { number: number; title: string; due_on: string | null } | null;
  comments: number;
  created_at: string;
  updated_at: string;
  closed_at: string | null;
  /** GitHub lists pull requests as issues, too; only this member tells them apart. */
  pull_request?: { url: string };
}

export interface GithubPull {
  id: number;
  number: number;
  repository: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  draft: boolean;
  user: GithubUser | null;
  /** `repo` is null where the fork was deleted. */
  head: { ref: string; repo: { full_name: string } | null };
  created_at: string;
  updated_at: string;
  closed_at: string | null;
  merged_at: string | null;
  additions: number;
  deletions: number;
  changed_files: number;
}

export interface GithubReview {
  id: number;
  pull_id: number;
  user: GithubUser | null;
  body: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  submitted_at: string | null;
}

export interface GithubDeployment {
  id: number;
  repository: string;
  environment: string;
  production_environment: boolean;
  creator: GithubUser | null;
  created_at: string;
  updated_at: string;
  /** Newest first, as GitHub lists them. */
  statuses: { id: number; state: string; created_at: string; description: string }[];
}

export interface GithubComment {
  id: number;
  issue_id: number;
  user: GithubUser;
  body: string;
  created_at: string;
}

export interface GithubEvent {
  id: number;
  issue_id: number;
  event: string;
  actor: GithubUser | null;
  assignee: GithubUser | null;
  created_at: string;
}

export interface GithubDataset {
  credentials: { token: string };
  organisation: string;
  repositories: string[];
  /** Whose token it is. */
  viewer: GithubUser;
  /** Without the right to push, assignees are dropped in silence. */
  may_not_push?: boolean;
  users: GithubUser[];
  issues: GithubIssue[];
  pulls: GithubPull[];
  reviews: GithubReview[];
  deployments: GithubDeployment[];
  comments: GithubComment[];
  events: GithubEvent[];
}
