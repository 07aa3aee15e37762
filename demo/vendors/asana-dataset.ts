/** What a simulated Asana serves, in Asana's own JSON. Each record is cut to the fields that a request asks for. */
export interface AsanaUser {
  gid: string;
  name: string;
  email: string | null;
}

interface Named {
  gid: string;
  name: string;
}

export interface AsanaTask {
  gid: string;
  name: string;
  resource_subtype: 'default_task' | 'milestone' | 'section' | 'approval';
  is_rendered_as_separator: boolean;
  notes: string;
  assignee: Named | null;
  created_by: Named | null;
  completed: boolean;
  completed_at: string | null;
  created_at: string;
  modified_at: string;
  due_on: string | null;
  due_at: string | null;
  actual_time_minutes: number | null;
  memberships: { project: Named; section: Named | null }[];
  tags: Named[];
  parent: Named | null;
  custom_fields: {
    gid: string;
    name: string;
    display_value: string | null;
    number_value?: number | null;
    type: string;
  }[];
}

/** Something that happened to a task; a comment among it. */
export interface AsanaStory {
  gid: string;
  task: string;
  created_at: string;
  created_by: Named;
  resource_subtype:
    | 'comment_added'
    | 'assigned'
    | 'unassigned'
    | 'section_changed'
    | 'marked_complete'
    | 'marked_incomplete';
  text: string;
  assignee: Named | null;
  old_section?: Named;
  new_section?: Named;
}

export interface AsanaDataset {
  credentials: { token: string };
  workspace: string;
  /** Whose token it is. */
  viewer: AsanaUser;
  users: AsanaUser[];
  projects: Named[];
  tasks: AsanaTask[];
  stories: AsanaStory[];
}
