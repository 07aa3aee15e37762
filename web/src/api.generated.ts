// Made from docs/openapi.json by `npm run generate`. Not to be edited.

/** What each route answers when all is well. */
export interface Answers {
  'GET /healthz': {
    status: 'ok';
  };
  'GET /readyz': {
    status: 'ready' | 'not-ready';
    database: 'ok' | 'unreachable';
    pending_migrations: string[];
  };
  'POST /api/sign-out': {
    signed_out: true;
  };
  'GET /api/dev/people': {
    items: ({
      email: string;
      name: string;
      job_title: string | null;
      roles: ('employee' | 'manager' | 'hr' | 'auditor' | 'admin')[];
    })[];
  };
  'POST /api/dev/sign-in': {
    name: string;
    email: string;
  };
  'GET /api/me': {
    person: {
      id: string;
      employee_id: string | null;
      name: string;
      email: string | null;
      manager_id: string | null;
      team_id: string | null;
      job_title: string | null;
      job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
      department: string | null;
      location: string | null;
      start_date: string | null;
      end_date: string | null;
      employment_type: string | null;
      weekly_hours: number | null;
      skills: ({
        name: string;
        level: number | null;
      })[];
      active: boolean;
    };
    roles: ('employee' | 'manager' | 'hr' | 'auditor' | 'admin')[];
    teams: ({
      id: string;
      name: string;
      manager_id: string | null;
      parent_id: string | null;
    })[];
  };
  'GET /api/since': {
    seen_at: string | null;
    can_undo: boolean;
    until: string;
    items: ({
      kind: 'drafted' | 'team_drafted' | 'decided' | 'carried_out' | 'fell_behind' | 'contested' | 'talk_planned';
      at: string;
      people: ({
        id: string;
        name: string;
      })[];
      by: {
        id: string;
        name: string;
      } | null;
      place: {
        kind: 'person' | 'proposal' | 'goal' | 'team' | 'evidence';
        id: string;
      };
      proposal: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo' | null;
      decision: 'approve' | 'edit' | 'reject' | 'respond' | null;
      text: string | null;
      count: number;
    })[];
  };
  'POST /api/since': {
    seen_at: string | null;
    can_undo: boolean;
    until: string;
    items: ({
      kind: 'drafted' | 'team_drafted' | 'decided' | 'carried_out' | 'fell_behind' | 'contested' | 'talk_planned';
      at: string;
      people: ({
        id: string;
        name: string;
      })[];
      by: {
        id: string;
        name: string;
      } | null;
      place: {
        kind: 'person' | 'proposal' | 'goal' | 'team' | 'evidence';
        id: string;
      };
      proposal: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo' | null;
      decision: 'approve' | 'edit' | 'reject' | 'respond' | null;
      text: string | null;
      count: number;
    })[];
  };
  'DELETE /api/since': {
    seen_at: string | null;
    can_undo: boolean;
    until: string;
    items: ({
      kind: 'drafted' | 'team_drafted' | 'decided' | 'carried_out' | 'fell_behind' | 'contested' | 'talk_planned';
      at: string;
      people: ({
        id: string;
        name: string;
      })[];
      by: {
        id: string;
        name: string;
      } | null;
      place: {
        kind: 'person' | 'proposal' | 'goal' | 'team' | 'evidence';
        id: string;
      };
      proposal: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo' | null;
      decision: 'approve' | 'edit' | 'reject' | 'respond' | null;
      text: string | null;
      count: number;
    })[];
  };
  'GET /api/teams': {
    items: ({
      id: string;
      name: string;
      manager_id: string | null;
      parent_id: string | null;
    })[];
    next: string | null;
  };
  'GET /api/people': {
    items: ({
      id: string;
      employee_id: string | null;
      name: string;
      email: string | null;
      manager_id: string | null;
      team_id: string | null;
      job_title: string | null;
      job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
      department: string | null;
      location: string | null;
      start_date: string | null;
      end_date: string | null;
      employment_type: string | null;
      weekly_hours: number | null;
      skills: ({
        name: string;
        level: number | null;
      })[];
      active: boolean;
    })[];
    next: string | null;
  };
  'GET /api/people/{id}': {
    id: string;
    employee_id: string | null;
    name: string;
    email: string | null;
    manager_id: string | null;
    team_id: string | null;
    job_title: string | null;
    job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
    department: string | null;
    location: string | null;
    start_date: string | null;
    end_date: string | null;
    employment_type: string | null;
    weekly_hours: number | null;
    skills: ({
      name: string;
      level: number | null;
    })[];
    active: boolean;
  };
  'GET /api/people/{id}/readers': {
    items: ({
      person_id: string;
      name: string;
      because: 'self' | 'manager' | 'hr';
    })[];
    next: string | null;
  };
  'GET /api/people/{id}/scorecard': {
    period: {
      from: string;
      to: string;
    };
    indicators: ({
      definition: {
        id: string;
        name: string;
        unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
        direction: 'increase' | 'decrease' | 'corridor';
        formula: string;
        record_kind: 'work_item' | 'time_entry' | 'pull_request' | 'code_review' | 'deployment' | 'opportunity' | 'support_ticket' | 'satisfaction_rating' | 'collaboration_activity';
        source: string;
        job_functions: ('engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other')[];
        minimum_n: number;
        kind: 'flow' | 'stock';
        window_weeks: number;
        counted_by: string | null;
        team_only: boolean;
      };
      weight: number;
      corridor: {
        low: number | null;
        high: number | null;
      } | null;
      sources: string[];
      observations: ({
        id: string;
        indicator_id: string;
        subject: {
          kind: 'person';
          id: string;
        } | {
          kind: 'team';
          id: string;
        };
        period: {
          from: string;
          to: string;
        };
        value: number | null;
        unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
        n: number;
        coverage: number;
        fresh_until: string | null;
        flags: ('partial_source' | 'low_sample' | 'low_coverage' | 'stale' | 'outlier')[];
      })[];
      assessment: {
        id: string;
        indicator_id: string;
        subject: {
          kind: 'person';
          id: string;
        } | {
          kind: 'team';
          id: string;
        };
        period: {
          from: string;
          to: string;
        };
        recent: number | null;
        baseline: number | null;
        trend: {
          slope: number;
          p_value: number;
          direction: 'rising' | 'falling' | 'flat';
          n: number;
        } | null;
        change_point: {
          at: string;
          before: number;
          after: number;
          confidence: number;
        } | null;
        forecast: {
          method: string;
          mean: number[];
          lower80: number[];
          upper80: number[];
          lower95: number[];
          upper95: number[];
        } | null;
        standing: 'within' | 'below' | 'above' | 'not_enough_data';
        partial: boolean;
      } | null;
      weeks_ahead: string[];
    })[];
    goals: ({
      id: string;
      owner: {
        kind: 'person';
        id: string;
      } | {
        kind: 'team';
        id: string;
      };
      parent_id: string | null;
      objective: string;
      description: string | null;
      visibility: 'owner' | 'line' | 'team' | 'everyone';
      status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
      priority: number | null;
      due_on?: string | null;
      stated_completion?: number | null;
      kpis: ({
        metric: string;
        direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
        comparator: '>=' | '<=' | '=' | 'between' | null;
        baseline: number | null;
        target: number | null;
        target_range: [number, number] | null;
        relative: {
          type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
          value: number;
        } | null;
        unit: string | null;
        window: string | null;
        due: string | null;
        due_iso: string | null;
        id: string;
        goal_id: string;
        indicator_id: string | null;
        baseline_evidence_id: string | null;
        title?: string | null;
        progress?: {
          value: number | null;
          share: number | null;
          status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
          reason: string;
          chance: number | null;
          by: 'indicator' | 'check_in' | 'import';
          as_of: string;
        } | null;
      })[];
      created_by: string;
      created_at: string;
      updated_at: string;
    })[];
  };
  'GET /api/teams/{id}/scorecard': {
    period: {
      from: string;
      to: string;
    };
    indicators: ({
      definition: {
        id: string;
        name: string;
        unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
        direction: 'increase' | 'decrease' | 'corridor';
        formula: string;
        record_kind: 'work_item' | 'time_entry' | 'pull_request' | 'code_review' | 'deployment' | 'opportunity' | 'support_ticket' | 'satisfaction_rating' | 'collaboration_activity';
        source: string;
        job_functions: ('engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other')[];
        minimum_n: number;
        kind: 'flow' | 'stock';
        window_weeks: number;
        counted_by: string | null;
        team_only: boolean;
      };
      weight: number;
      corridor: {
        low: number | null;
        high: number | null;
      } | null;
      sources: string[];
      observations: ({
        id: string;
        indicator_id: string;
        subject: {
          kind: 'person';
          id: string;
        } | {
          kind: 'team';
          id: string;
        };
        period: {
          from: string;
          to: string;
        };
        value: number | null;
        unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
        n: number;
        coverage: number;
        fresh_until: string | null;
        flags: ('partial_source' | 'low_sample' | 'low_coverage' | 'stale' | 'outlier')[];
      })[];
      assessment: {
        id: string;
        indicator_id: string;
        subject: {
          kind: 'person';
          id: string;
        } | {
          kind: 'team';
          id: string;
        };
        period: {
          from: string;
          to: string;
        };
        recent: number | null;
        baseline: number | null;
        trend: {
          slope: number;
          p_value: number;
          direction: 'rising' | 'falling' | 'flat';
          n: number;
        } | null;
        change_point: {
          at: string;
          before: number;
          after: number;
          confidence: number;
        } | null;
        forecast: {
          method: string;
          mean: number[];
          lower80: number[];
          upper80: number[];
          lower95: number[];
          upper95: number[];
        } | null;
        standing: 'within' | 'below' | 'above' | 'not_enough_data';
        partial: boolean;
      } | null;
      weeks_ahead: string[];
    })[];
    goals: ({
      id: string;
      owner: {
        kind: 'person';
        id: string;
      } | {
        kind: 'team';
        id: string;
      };
      parent_id: string | null;
      objective: string;
      description: string | null;
      visibility: 'owner' | 'line' | 'team' | 'everyone';
      status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
      priority: number | null;
      due_on?: string | null;
      stated_completion?: number | null;
      kpis: ({
        metric: string;
        direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
        comparator: '>=' | '<=' | '=' | 'between' | null;
        baseline: number | null;
        target: number | null;
        target_range: [number, number] | null;
        relative: {
          type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
          value: number;
        } | null;
        unit: string | null;
        window: string | null;
        due: string | null;
        due_iso: string | null;
        id: string;
        goal_id: string;
        indicator_id: string | null;
        baseline_evidence_id: string | null;
        title?: string | null;
        progress?: {
          value: number | null;
          share: number | null;
          status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
          reason: string;
          chance: number | null;
          by: 'indicator' | 'check_in' | 'import';
          as_of: string;
        } | null;
      })[];
      created_by: string;
      created_at: string;
      updated_at: string;
    })[];
  };
  'GET /api/teams/{id}/comparison': {
    refused: string | null;
    groups: ({
      job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
      people: number;
      refused: string | null;
      indicators: ({
        definition: {
          id: string;
          name: string;
          unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
          direction: 'increase' | 'decrease' | 'corridor';
          formula: string;
          record_kind: 'work_item' | 'time_entry' | 'pull_request' | 'code_review' | 'deployment' | 'opportunity' | 'support_ticket' | 'satisfaction_rating' | 'collaboration_activity';
          source: string;
          job_functions: ('engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other')[];
          minimum_n: number;
          kind: 'flow' | 'stock';
          window_weeks: number;
          counted_by: string | null;
          team_only: boolean;
        };
        corridor: {
          low: number | null;
          high: number | null;
        };
        refused: string | null;
        median: number | null;
        values: ({
          person_id: string;
          name: string;
          value: number | null;
          standing: 'within' | 'below' | 'above' | 'not_enough_data';
          n: number;
          coverage: number;
          partial: boolean;
        })[];
      })[];
    })[];
    period: {
      from: string;
      to: string;
    };
    sources: string[];
  };
  'GET /api/teams/{id}/workload': {
    as_of: string;
    refused: string | null;
    past_refused: string | null;
    focus_share: number;
    past_weeks: string[];
    people: ({
      person_id: string;
      name: string;
      past: ({
        from: string;
        percent: number | null;
        n: number;
        level: 'unknown' | 'away' | 'due_while_away' | 'room' | 'as_agreed' | 'full' | 'over' | 'far_over';
      })[];
      ahead: ({
        from: string;
        to: string;
        capacity_hours: number | null;
        leave_hours: number;
        due_hours: number;
        low_hours: number;
        high_hours: number;
        items: number;
        unknown_items: number;
        level: 'unknown' | 'away' | 'due_while_away' | 'room' | 'as_agreed' | 'full' | 'over' | 'far_over';
      })[];
    })[];
    sources: string[];
  };
  'GET /api/goals': {
    items: ({
      id: string;
      owner: {
        kind: 'person';
        id: string;
      } | {
        kind: 'team';
        id: string;
      };
      parent_id: string | null;
      objective: string;
      description: string | null;
      visibility: 'owner' | 'line' | 'team' | 'everyone';
      status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
      priority: number | null;
      due_on?: string | null;
      stated_completion?: number | null;
      kpis: ({
        metric: string;
        direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
        comparator: '>=' | '<=' | '=' | 'between' | null;
        baseline: number | null;
        target: number | null;
        target_range: [number, number] | null;
        relative: {
          type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
          value: number;
        } | null;
        unit: string | null;
        window: string | null;
        due: string | null;
        due_iso: string | null;
        id: string;
        goal_id: string;
        indicator_id: string | null;
        baseline_evidence_id: string | null;
        title?: string | null;
        progress?: {
          value: number | null;
          share: number | null;
          status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
          reason: string;
          chance: number | null;
          by: 'indicator' | 'check_in' | 'import';
          as_of: string;
        } | null;
      })[];
      created_by: string;
      created_at: string;
      updated_at: string;
    })[];
    next: string | null;
  };
  'POST /api/goals': {
    id: string;
    owner: {
      kind: 'person';
      id: string;
    } | {
      kind: 'team';
      id: string;
    };
    parent_id: string | null;
    objective: string;
    description: string | null;
    visibility: 'owner' | 'line' | 'team' | 'everyone';
    status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
    priority: number | null;
    due_on?: string | null;
    stated_completion?: number | null;
    kpis: ({
      metric: string;
      direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
      comparator: '>=' | '<=' | '=' | 'between' | null;
      baseline: number | null;
      target: number | null;
      target_range: [number, number] | null;
      relative: {
        type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
        value: number;
      } | null;
      unit: string | null;
      window: string | null;
      due: string | null;
      due_iso: string | null;
      id: string;
      goal_id: string;
      indicator_id: string | null;
      baseline_evidence_id: string | null;
      title?: string | null;
      progress?: {
        value: number | null;
        share: number | null;
        status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
        reason: string;
        chance: number | null;
        by: 'indicator' | 'check_in' | 'import';
        as_of: string;
      } | null;
    })[];
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  'GET /api/goals/{id}': {
    id: string;
    owner: {
      kind: 'person';
      id: string;
    } | {
      kind: 'team';
      id: string;
    };
    parent_id: string | null;
    objective: string;
    description: string | null;
    visibility: 'owner' | 'line' | 'team' | 'everyone';
    status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
    priority: number | null;
    due_on?: string | null;
    stated_completion?: number | null;
    kpis: ({
      metric: string;
      direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
      comparator: '>=' | '<=' | '=' | 'between' | null;
      baseline: number | null;
      target: number | null;
      target_range: [number, number] | null;
      relative: {
        type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
        value: number;
      } | null;
      unit: string | null;
      window: string | null;
      due: string | null;
      due_iso: string | null;
      id: string;
      goal_id: string;
      indicator_id: string | null;
      baseline_evidence_id: string | null;
      title?: string | null;
      progress?: {
        value: number | null;
        share: number | null;
        status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
        reason: string;
        chance: number | null;
        by: 'indicator' | 'check_in' | 'import';
        as_of: string;
      } | null;
    })[];
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  'PATCH /api/goals/{id}': {
    id: string;
    owner: {
      kind: 'person';
      id: string;
    } | {
      kind: 'team';
      id: string;
    };
    parent_id: string | null;
    objective: string;
    description: string | null;
    visibility: 'owner' | 'line' | 'team' | 'everyone';
    status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
    priority: number | null;
    due_on?: string | null;
    stated_completion?: number | null;
    kpis: ({
      metric: string;
      direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
      comparator: '>=' | '<=' | '=' | 'between' | null;
      baseline: number | null;
      target: number | null;
      target_range: [number, number] | null;
      relative: {
        type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
        value: number;
      } | null;
      unit: string | null;
      window: string | null;
      due: string | null;
      due_iso: string | null;
      id: string;
      goal_id: string;
      indicator_id: string | null;
      baseline_evidence_id: string | null;
      title?: string | null;
      progress?: {
        value: number | null;
        share: number | null;
        status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
        reason: string;
        chance: number | null;
        by: 'indicator' | 'check_in' | 'import';
        as_of: string;
      } | null;
    })[];
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  'POST /api/goals/{id}/undo': {
    id: string;
    owner: {
      kind: 'person';
      id: string;
    } | {
      kind: 'team';
      id: string;
    };
    parent_id: string | null;
    objective: string;
    description: string | null;
    visibility: 'owner' | 'line' | 'team' | 'everyone';
    status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
    priority: number | null;
    due_on?: string | null;
    stated_completion?: number | null;
    kpis: ({
      metric: string;
      direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
      comparator: '>=' | '<=' | '=' | 'between' | null;
      baseline: number | null;
      target: number | null;
      target_range: [number, number] | null;
      relative: {
        type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
        value: number;
      } | null;
      unit: string | null;
      window: string | null;
      due: string | null;
      due_iso: string | null;
      id: string;
      goal_id: string;
      indicator_id: string | null;
      baseline_evidence_id: string | null;
      title?: string | null;
      progress?: {
        value: number | null;
        share: number | null;
        status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
        reason: string;
        chance: number | null;
        by: 'indicator' | 'check_in' | 'import';
        as_of: string;
      } | null;
    })[];
    created_by: string;
    created_at: string;
    updated_at: string;
  };
  'GET /api/goals/{id}/versions': {
    items: ({
      version: number;
      goal: {
        id: string;
        owner: {
          kind: 'person';
          id: string;
        } | {
          kind: 'team';
          id: string;
        };
        parent_id: string | null;
        objective: string;
        description: string | null;
        visibility: 'owner' | 'line' | 'team' | 'everyone';
        status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
        priority: number | null;
        due_on?: string | null;
        stated_completion?: number | null;
        kpis: ({
          metric: string;
          direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
          comparator: '>=' | '<=' | '=' | 'between' | null;
          baseline: number | null;
          target: number | null;
          target_range: [number, number] | null;
          relative: {
            type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
            value: number;
          } | null;
          unit: string | null;
          window: string | null;
          due: string | null;
          due_iso: string | null;
          id: string;
          goal_id: string;
          indicator_id: string | null;
          baseline_evidence_id: string | null;
          title?: string | null;
          progress?: {
            value: number | null;
            share: number | null;
            status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
            reason: string;
            chance: number | null;
            by: 'indicator' | 'check_in' | 'import';
            as_of: string;
          } | null;
        })[];
        created_by: string;
        created_at: string;
        updated_at: string;
      };
      changed_by: string;
      changed_at: string;
      restored_from: number | null;
    })[];
    next: string | null;
  };
  'GET /api/goals/{id}/check-ins': {
    items: ({
      id: string;
      kpi_id: string;
      value: number;
      comment: string | null;
      confidence?: number | null;
      author: string | 'fairlead';
      at: string;
    })[];
    next: string | null;
  };
  'POST /api/goals/{id}/check-ins': {
    id: string;
    kpi_id: string;
    value: number;
    comment: string | null;
    confidence?: number | null;
    author: string | 'fairlead';
    at: string;
  };
  'GET /api/goals/tree': {
    items: ({
      goal: {
        id: string;
        owner: {
          kind: 'person';
          id: string;
        } | {
          kind: 'team';
          id: string;
        };
        parent_id: string | null;
        objective: string;
        description: string | null;
        visibility: 'owner' | 'line' | 'team' | 'everyone';
        status: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
        priority: number | null;
        due_on?: string | null;
        stated_completion?: number | null;
        kpis: ({
          metric: string;
          direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
          comparator: '>=' | '<=' | '=' | 'between' | null;
          baseline: number | null;
          target: number | null;
          target_range: [number, number] | null;
          relative: {
            type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
            value: number;
          } | null;
          unit: string | null;
          window: string | null;
          due: string | null;
          due_iso: string | null;
          id: string;
          goal_id: string;
          indicator_id: string | null;
          baseline_evidence_id: string | null;
          title?: string | null;
          progress?: {
            value: number | null;
            share: number | null;
            status: 'on_track' | 'at_risk' | 'off_track' | 'reached' | 'unknown';
            reason: string;
            chance: number | null;
            by: 'indicator' | 'check_in' | 'import';
            as_of: string;
          } | null;
        })[];
        created_by: string;
        created_at: string;
        updated_at: string;
      };
      depth: number;
      child_ids: string[];
      completion: number | null;
      rolls_up: ({
        kpi_id: string;
        into: string;
      })[];
    })[];
    next: string | null;
  };
  'POST /api/goals/import': {
    rows: number;
    created: number;
    updated: number;
    unchanged: number;
    dropped_columns: string[];
  };
  'POST /api/goals/preview': {
    goal: {
      id: string;
      text: string;
      objective: string;
      measurable: boolean;
      kpis: ({
        metric: string;
        direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
        comparator: '>=' | '<=' | '=' | 'between' | null;
        baseline: number | null;
        target: number | null;
        target_range: [number, number] | null;
        relative: {
          type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
          value: number;
        } | null;
        unit: string | null;
        window: string | null;
        due: string | null;
        due_iso: string | null;
      })[];
      needs_clarification: ('metric' | 'target' | 'baseline' | 'due')[];
      questions: ({
        field: 'metric' | 'target' | 'baseline' | 'due';
        ask: string;
      })[];
      writer: string;
    };
    findings: ({
      id: string;
      severity: 'block' | 'warn' | 'hint';
      kpi: number | null;
      sentence: string;
      fix: string;
    })[];
    blocked: boolean;
  };
  'GET /api/cycles': {
    items: ({
      id: string;
      team_id: string;
      state: 'queued' | 'running' | 'done' | 'failed';
      period: {
        from: string;
        to: string;
      };
      as_of: string;
      requested_by: string | 'fairlead' | 'operator';
      error: {
        code: string;
        message: string;
      } | null;
      result: {
        people: number;
        observations: number;
        summary_ids: string[];
        plan_ids: string[];
        finding_ids: string[];
        intervention_ids: string[];
        held_back?: ({
          kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
          person_id: string | null;
          reason: string;
        })[];
        claims_kept: number;
        claims_dropped: number;
        fallbacks: number;
        not_enough_data: number;
        input_tokens: number;
        output_tokens: number;
        seconds: number;
      } | null;
      created_at: string;
      updated_at: string;
      findings: ({
        id: string;
        kind: 'overload' | 'indicator_slid' | 'recognition_overdue' | 'thin_evidence' | 'overdue_work' | 'blocked_work' | 'stale_review' | 'goal_at_risk' | 'check_in_due' | 'sustained_load' | 'several_strains';
        team_id: string;
        person_id: string | null;
        reasons: string[];
        evidence_ids: string[];
        severity: 'note' | 'attention' | 'urgent';
        figures: Record<string, number>;
        about?: {
          record_ids: string[];
          goal_id: string | null;
          kpi_id: string | null;
          days: Record<string, string>;
        };
        unproven?: boolean;
        shortfall?: {
          person_id: string;
          over_hours: number;
          week: number;
          capacity_hours: number;
          binding: ({
            constraint: 'skills' | 'team_capacity' | 'wip_limit' | 'accounts' | 'unknown_hours' | 'started_work' | 'pinned_work' | 'blocked_work' | 'due_dates' | 'number_of_moves' | 'not_worth_it';
            hours: number;
            items: number;
            tags: string[];
          })[];
          relaxations: ({
            kind: 'defer' | 'descope' | 'split' | 'cross_team' | 'hire' | 'train' | 'move_started' | 'move_pinned' | 'fuller_receivers' | 'more_moves' | 'raise_wip_limit';
            sufficient: boolean;
            hours: number;
            weeks: number | null;
            record_ids: string[];
            keys: string[];
            tags: string[];
            sentence: string;
          })[];
          reasons: string[];
        };
      })[];
      names: Record<string, string>;
    })[];
    next: string | null;
  };
  'POST /api/cycles': {
    id: string;
    team_id: string;
    state: 'queued' | 'running' | 'done' | 'failed';
    period: {
      from: string;
      to: string;
    };
    as_of: string;
    requested_by: string | 'fairlead' | 'operator';
    error: {
      code: string;
      message: string;
    } | null;
    result: {
      people: number;
      observations: number;
      summary_ids: string[];
      plan_ids: string[];
      finding_ids: string[];
      intervention_ids: string[];
      held_back?: ({
        kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
        person_id: string | null;
        reason: string;
      })[];
      claims_kept: number;
      claims_dropped: number;
      fallbacks: number;
      not_enough_data: number;
      input_tokens: number;
      output_tokens: number;
      seconds: number;
    } | null;
    created_at: string;
    updated_at: string;
  };
  'GET /api/cycles/{id}': {
    id: string;
    team_id: string;
    state: 'queued' | 'running' | 'done' | 'failed';
    period: {
      from: string;
      to: string;
    };
    as_of: string;
    requested_by: string | 'fairlead' | 'operator';
    error: {
      code: string;
      message: string;
    } | null;
    result: {
      people: number;
      observations: number;
      summary_ids: string[];
      plan_ids: string[];
      finding_ids: string[];
      intervention_ids: string[];
      held_back?: ({
        kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
        person_id: string | null;
        reason: string;
      })[];
      claims_kept: number;
      claims_dropped: number;
      fallbacks: number;
      not_enough_data: number;
      input_tokens: number;
      output_tokens: number;
      seconds: number;
    } | null;
    created_at: string;
    updated_at: string;
    findings: ({
      id: string;
      kind: 'overload' | 'indicator_slid' | 'recognition_overdue' | 'thin_evidence' | 'overdue_work' | 'blocked_work' | 'stale_review' | 'goal_at_risk' | 'check_in_due' | 'sustained_load' | 'several_strains';
      team_id: string;
      person_id: string | null;
      reasons: string[];
      evidence_ids: string[];
      severity: 'note' | 'attention' | 'urgent';
      figures: Record<string, number>;
      about?: {
        record_ids: string[];
        goal_id: string | null;
        kpi_id: string | null;
        days: Record<string, string>;
      };
      unproven?: boolean;
      shortfall?: {
        person_id: string;
        over_hours: number;
        week: number;
        capacity_hours: number;
        binding: ({
          constraint: 'skills' | 'team_capacity' | 'wip_limit' | 'accounts' | 'unknown_hours' | 'started_work' | 'pinned_work' | 'blocked_work' | 'due_dates' | 'number_of_moves' | 'not_worth_it';
          hours: number;
          items: number;
          tags: string[];
        })[];
        relaxations: ({
          kind: 'defer' | 'descope' | 'split' | 'cross_team' | 'hire' | 'train' | 'move_started' | 'move_pinned' | 'fuller_receivers' | 'more_moves' | 'raise_wip_limit';
          sufficient: boolean;
          hours: number;
          weeks: number | null;
          record_ids: string[];
          keys: string[];
          tags: string[];
          sentence: string;
        })[];
        reasons: string[];
      };
    })[];
    names: Record<string, string>;
  };
  'GET /api/summaries': {
    items: ({
      id: string;
      kind: 'summary' | 'plan';
      person_id: string;
      cycle_id: string | null;
      period: {
        from: string;
        to: string;
      };
      status: 'ready' | 'not_enough_data' | 'superseded';
      claims: ({
        text: string;
        citations: string[];
        section: 'achieved' | 'against_role' | 'in_the_way' | 'to_discuss' | 'growth' | 'rationale';
      })[];
      areas: ({
        title: string;
        reason: {
          text: string;
          citations: string[];
        };
        actions: string[];
        measure: {
          text: string;
          citations: string[];
        };
        review_on: string;
      })[];
      dropped: ({
        text: string;
        reasons: string[];
      })[];
      authorship: {
        writer: string;
        model: string | null;
        prompt: string | null;
        prompt_hash: string | null;
        fallback_reason: string | null;
        input_tokens: number;
        output_tokens: number;
      };
      created_at: string;
    })[];
    next: string | null;
  };
  'GET /api/plans': {
    items: ({
      id: string;
      kind: 'summary' | 'plan';
      person_id: string;
      cycle_id: string | null;
      period: {
        from: string;
        to: string;
      };
      status: 'ready' | 'not_enough_data' | 'superseded';
      claims: ({
        text: string;
        citations: string[];
        section: 'achieved' | 'against_role' | 'in_the_way' | 'to_discuss' | 'growth' | 'rationale';
      })[];
      areas: ({
        title: string;
        reason: {
          text: string;
          citations: string[];
        };
        actions: string[];
        measure: {
          text: string;
          citations: string[];
        };
        review_on: string;
      })[];
      dropped: ({
        text: string;
        reasons: string[];
      })[];
      authorship: {
        writer: string;
        model: string | null;
        prompt: string | null;
        prompt_hash: string | null;
        fallback_reason: string | null;
        input_tokens: number;
        output_tokens: number;
      };
      created_at: string;
    })[];
    next: string | null;
  };
  'GET /api/drafts/{id}': {
    id: string;
    kind: 'summary' | 'plan';
    person_id: string;
    cycle_id: string | null;
    period: {
      from: string;
      to: string;
    };
    status: 'ready' | 'not_enough_data' | 'superseded';
    claims: ({
      text: string;
      citations: string[];
      section: 'achieved' | 'against_role' | 'in_the_way' | 'to_discuss' | 'growth' | 'rationale';
    })[];
    areas: ({
      title: string;
      reason: {
        text: string;
        citations: string[];
      };
      actions: string[];
      measure: {
        text: string;
        citations: string[];
      };
      review_on: string;
    })[];
    dropped: ({
      text: string;
      reasons: string[];
    })[];
    authorship: {
      writer: string;
      model: string | null;
      prompt: string | null;
      prompt_hash: string | null;
      fallback_reason: string | null;
      input_tokens: number;
      output_tokens: number;
    };
    created_at: string;
  };
  'GET /api/evidence/{id}': {
    id: string;
    subject: string;
    at: string;
    kind: 'record' | 'observation' | 'assessment' | 'goal';
    text: string;
    facts: ({
      name: string;
      value: number | string;
      unit: string | null;
      period: string | null;
    })[];
    ref_id: string;
    mentions: string[];
    hash: string;
    created_at: string;
    contested: {
      by: string;
      at: string;
      reason: string;
    } | null;
  };
  'POST /api/evidence/{id}/contest': {
    id: string;
    subject: string;
    at: string;
    kind: 'record' | 'observation' | 'assessment' | 'goal';
    text: string;
    facts: ({
      name: string;
      value: number | string;
      unit: string | null;
      period: string | null;
    })[];
    ref_id: string;
    mentions: string[];
    hash: string;
    created_at: string;
    contested: {
      by: string;
      at: string;
      reason: string;
    } | null;
  };
  'GET /api/interventions': {
    items: ({
      kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
      team_id: string;
      title: string;
      rationale: ({
        text: string;
        citations: string[];
      })[];
      actions: ({
        kind: 'reassign_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        from_person_id: string;
        to_person_id: string;
        from_account: string;
        to_account: string;
        hours: number | null;
        receiver_hours?: number;
        handover_hours?: number;
      } | {
        kind: 'comment_on_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        text: string;
      } | {
        kind: 'schedule_conversation';
        id: string;
        with_person_id: string;
        host_person_id: string;
        purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
        topics: string[];
        by: string;
      } | {
        kind: 'revise_goal';
        id: string;
        goal_id: string;
        kpi_id: string;
        title: string;
        expected: {
          target: number | null;
          due_iso: string | null;
        };
        target: number | null;
        due_iso: string | null;
      })[];
      load: ({
        person_id: string;
        capacity_hours: number;
        before_hours: number;
        after_hours: number;
      })[];
      predicted_effect: {
        metric: string;
        unit: string;
        before: number;
        after: number;
        lower80: number;
        upper80: number;
        horizon_days: number;
        learned?: {
          from: number;
          n: number;
        };
      } | null;
      chain: ({
        role: 'manager' | 'hr';
        person_ids: string[];
      })[];
      undoes?: string;
      id: string;
      cycle_id: string | null;
      version: number;
      hash: string;
      state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
      step: number;
      proposed_by: string | 'fairlead';
      subject_ids: string[];
      dedupe_key: string;
      expires_on: string;
      claim?: {
        by: string;
        until: string;
      } | null;
      delegations?: ({
        version: number;
        step: number;
        to: string;
        from: string | 'fairlead';
      })[];
      created_at: string;
      updated_at: string;
      may_decide: boolean;
    })[];
    next: string | null;
  };
  'GET /api/interventions/{id}': {
    kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
    team_id: string;
    title: string;
    rationale: ({
      text: string;
      citations: string[];
    })[];
    actions: ({
      kind: 'reassign_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      from_person_id: string;
      to_person_id: string;
      from_account: string;
      to_account: string;
      hours: number | null;
      receiver_hours?: number;
      handover_hours?: number;
    } | {
      kind: 'comment_on_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      text: string;
    } | {
      kind: 'schedule_conversation';
      id: string;
      with_person_id: string;
      host_person_id: string;
      purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
      topics: string[];
      by: string;
    } | {
      kind: 'revise_goal';
      id: string;
      goal_id: string;
      kpi_id: string;
      title: string;
      expected: {
        target: number | null;
        due_iso: string | null;
      };
      target: number | null;
      due_iso: string | null;
    })[];
    load: ({
      person_id: string;
      capacity_hours: number;
      before_hours: number;
      after_hours: number;
    })[];
    predicted_effect: {
      metric: string;
      unit: string;
      before: number;
      after: number;
      lower80: number;
      upper80: number;
      horizon_days: number;
      learned?: {
        from: number;
        n: number;
      };
    } | null;
    chain: ({
      role: 'manager' | 'hr';
      person_ids: string[];
    })[];
    undoes?: string;
    id: string;
    cycle_id: string | null;
    version: number;
    hash: string;
    state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
    step: number;
    proposed_by: string | 'fairlead';
    subject_ids: string[];
    dedupe_key: string;
    expires_on: string;
    claim?: {
      by: string;
      until: string;
    } | null;
    delegations?: ({
      version: number;
      step: number;
      to: string;
      from: string | 'fairlead';
    })[];
    created_at: string;
    updated_at: string;
    may_decide: boolean;
    history: ({
      id: string;
      intervention_id: string;
      version: number;
      hash: string;
      step: number;
      type: 'approve' | 'edit' | 'reject' | 'respond';
      decided_by: string;
      comment: string | null;
      at: string;
    })[];
    versions: ({
      version: number;
      hash: string;
      content: {
        kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
        team_id: string;
        title: string;
        rationale: ({
          text: string;
          citations: string[];
        })[];
        actions: ({
          kind: 'reassign_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          from_person_id: string;
          to_person_id: string;
          from_account: string;
          to_account: string;
          hours: number | null;
          receiver_hours?: number;
          handover_hours?: number;
        } | {
          kind: 'comment_on_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          text: string;
        } | {
          kind: 'schedule_conversation';
          id: string;
          with_person_id: string;
          host_person_id: string;
          purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
          topics: string[];
          by: string;
        } | {
          kind: 'revise_goal';
          id: string;
          goal_id: string;
          kpi_id: string;
          title: string;
          expected: {
            target: number | null;
            due_iso: string | null;
          };
          target: number | null;
          due_iso: string | null;
        })[];
        load: ({
          person_id: string;
          capacity_hours: number;
          before_hours: number;
          after_hours: number;
        })[];
        predicted_effect: {
          metric: string;
          unit: string;
          before: number;
          after: number;
          lower80: number;
          upper80: number;
          horizon_days: number;
          learned?: {
            from: number;
            n: number;
          };
        } | null;
        chain: ({
          role: 'manager' | 'hr';
          person_ids: string[];
        })[];
        undoes?: string;
      };
      proposed_by: string | 'fairlead';
      created_at: string;
    })[];
    executions: ({
      effect_key: string;
      intervention_id: string;
      version: number;
      action: {
        kind: 'reassign_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        from_person_id: string;
        to_person_id: string;
        from_account: string;
        to_account: string;
        hours: number | null;
        receiver_hours?: number;
        handover_hours?: number;
      } | {
        kind: 'comment_on_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        text: string;
      } | {
        kind: 'schedule_conversation';
        id: string;
        with_person_id: string;
        host_person_id: string;
        purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
        topics: string[];
        by: string;
      } | {
        kind: 'revise_goal';
        id: string;
        goal_id: string;
        kpi_id: string;
        title: string;
        expected: {
          target: number | null;
          due_iso: string | null;
        };
        target: number | null;
        due_iso: string | null;
      };
      state: 'queued' | 'leased' | 'done' | 'void' | 'failed' | 'unknown';
      attempts: number;
      fence: number;
      leased_until: string | null;
      external_ref: string | null;
      reason: string | null;
      done_at: string | null;
    })[];
    outcome: {
      intervention_id: string;
      metric: string;
      unit: string;
      predicted: number;
      measured: number | null;
      verdict: 'helped' | 'no_effect' | 'worse' | 'not_enough_data';
      measured_at: string;
    } | null;
    debrief: string | null;
    may_receive: string[];
    names: Record<string, string>;
  };
  'GET /api/interventions/{id}/interrupt': {
    intervention_id: string;
    version: number;
    hash: string;
    waits_for: string;
    action_requests: ({
      name: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
      args: {
        actions: ({
          id: string;
          does: string;
        })[];
      };
      arguments: {
        actions: ({
          id: string;
          does: string;
        })[];
      };
      description: string;
    })[];
    review_configs: ({
      action_name: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
      allowed_decisions: ('approve' | 'edit' | 'reject' | 'respond')[];
    })[];
    action_request: {
      action: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
      args: {
        actions: ({
          id: string;
          does: string;
        })[];
      };
    };
    config: {
      allow_accept: boolean;
      allow_edit: boolean;
      allow_respond: boolean;
      allow_ignore: boolean;
    };
    description: string;
  };
  'POST /api/interventions/{id}/decisions': {
    decision: {
      id: string;
      intervention_id: string;
      version: number;
      hash: string;
      step: number;
      type: 'approve' | 'edit' | 'reject' | 'respond';
      decided_by: string;
      comment: string | null;
      at: string;
    };
    standing: {
      version: number;
      hash: string;
      state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
      step: number;
    };
    debrief: string | null;
  };
  'POST /api/interventions/{id}/claim': {
    kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
    team_id: string;
    title: string;
    rationale: ({
      text: string;
      citations: string[];
    })[];
    actions: ({
      kind: 'reassign_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      from_person_id: string;
      to_person_id: string;
      from_account: string;
      to_account: string;
      hours: number | null;
      receiver_hours?: number;
      handover_hours?: number;
    } | {
      kind: 'comment_on_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      text: string;
    } | {
      kind: 'schedule_conversation';
      id: string;
      with_person_id: string;
      host_person_id: string;
      purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
      topics: string[];
      by: string;
    } | {
      kind: 'revise_goal';
      id: string;
      goal_id: string;
      kpi_id: string;
      title: string;
      expected: {
        target: number | null;
        due_iso: string | null;
      };
      target: number | null;
      due_iso: string | null;
    })[];
    load: ({
      person_id: string;
      capacity_hours: number;
      before_hours: number;
      after_hours: number;
    })[];
    predicted_effect: {
      metric: string;
      unit: string;
      before: number;
      after: number;
      lower80: number;
      upper80: number;
      horizon_days: number;
      learned?: {
        from: number;
        n: number;
      };
    } | null;
    chain: ({
      role: 'manager' | 'hr';
      person_ids: string[];
    })[];
    undoes?: string;
    id: string;
    cycle_id: string | null;
    version: number;
    hash: string;
    state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
    step: number;
    proposed_by: string | 'fairlead';
    subject_ids: string[];
    dedupe_key: string;
    expires_on: string;
    claim?: {
      by: string;
      until: string;
    } | null;
    delegations?: ({
      version: number;
      step: number;
      to: string;
      from: string | 'fairlead';
    })[];
    created_at: string;
    updated_at: string;
    may_decide: boolean;
    history: ({
      id: string;
      intervention_id: string;
      version: number;
      hash: string;
      step: number;
      type: 'approve' | 'edit' | 'reject' | 'respond';
      decided_by: string;
      comment: string | null;
      at: string;
    })[];
    versions: ({
      version: number;
      hash: string;
      content: {
        kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
        team_id: string;
        title: string;
        rationale: ({
          text: string;
          citations: string[];
        })[];
        actions: ({
          kind: 'reassign_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          from_person_id: string;
          to_person_id: string;
          from_account: string;
          to_account: string;
          hours: number | null;
          receiver_hours?: number;
          handover_hours?: number;
        } | {
          kind: 'comment_on_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          text: string;
        } | {
          kind: 'schedule_conversation';
          id: string;
          with_person_id: string;
          host_person_id: string;
          purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
          topics: string[];
          by: string;
        } | {
          kind: 'revise_goal';
          id: string;
          goal_id: string;
          kpi_id: string;
          title: string;
          expected: {
            target: number | null;
            due_iso: string | null;
          };
          target: number | null;
          due_iso: string | null;
        })[];
        load: ({
          person_id: string;
          capacity_hours: number;
          before_hours: number;
          after_hours: number;
        })[];
        predicted_effect: {
          metric: string;
          unit: string;
          before: number;
          after: number;
          lower80: number;
          upper80: number;
          horizon_days: number;
          learned?: {
            from: number;
            n: number;
          };
        } | null;
        chain: ({
          role: 'manager' | 'hr';
          person_ids: string[];
        })[];
        undoes?: string;
      };
      proposed_by: string | 'fairlead';
      created_at: string;
    })[];
    executions: ({
      effect_key: string;
      intervention_id: string;
      version: number;
      action: {
        kind: 'reassign_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        from_person_id: string;
        to_person_id: string;
        from_account: string;
        to_account: string;
        hours: number | null;
        receiver_hours?: number;
        handover_hours?: number;
      } | {
        kind: 'comment_on_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        text: string;
      } | {
        kind: 'schedule_conversation';
        id: string;
        with_person_id: string;
        host_person_id: string;
        purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
        topics: string[];
        by: string;
      } | {
        kind: 'revise_goal';
        id: string;
        goal_id: string;
        kpi_id: string;
        title: string;
        expected: {
          target: number | null;
          due_iso: string | null;
        };
        target: number | null;
        due_iso: string | null;
      };
      state: 'queued' | 'leased' | 'done' | 'void' | 'failed' | 'unknown';
      attempts: number;
      fence: number;
      leased_until: string | null;
      external_ref: string | null;
      reason: string | null;
      done_at: string | null;
    })[];
    outcome: {
      intervention_id: string;
      metric: string;
      unit: string;
      predicted: number;
      measured: number | null;
      verdict: 'helped' | 'no_effect' | 'worse' | 'not_enough_data';
      measured_at: string;
    } | null;
    debrief: string | null;
    may_receive: string[];
    names: Record<string, string>;
  };
  'POST /api/interventions/{id}/release': {
    kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
    team_id: string;
    title: string;
    rationale: ({
      text: string;
      citations: string[];
    })[];
    actions: ({
      kind: 'reassign_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      from_person_id: string;
      to_person_id: string;
      from_account: string;
      to_account: string;
      hours: number | null;
      receiver_hours?: number;
      handover_hours?: number;
    } | {
      kind: 'comment_on_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      text: string;
    } | {
      kind: 'schedule_conversation';
      id: string;
      with_person_id: string;
      host_person_id: string;
      purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
      topics: string[];
      by: string;
    } | {
      kind: 'revise_goal';
      id: string;
      goal_id: string;
      kpi_id: string;
      title: string;
      expected: {
        target: number | null;
        due_iso: string | null;
      };
      target: number | null;
      due_iso: string | null;
    })[];
    load: ({
      person_id: string;
      capacity_hours: number;
      before_hours: number;
      after_hours: number;
    })[];
    predicted_effect: {
      metric: string;
      unit: string;
      before: number;
      after: number;
      lower80: number;
      upper80: number;
      horizon_days: number;
      learned?: {
        from: number;
        n: number;
      };
    } | null;
    chain: ({
      role: 'manager' | 'hr';
      person_ids: string[];
    })[];
    undoes?: string;
    id: string;
    cycle_id: string | null;
    version: number;
    hash: string;
    state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
    step: number;
    proposed_by: string | 'fairlead';
    subject_ids: string[];
    dedupe_key: string;
    expires_on: string;
    claim?: {
      by: string;
      until: string;
    } | null;
    delegations?: ({
      version: number;
      step: number;
      to: string;
      from: string | 'fairlead';
    })[];
    created_at: string;
    updated_at: string;
    may_decide: boolean;
    history: ({
      id: string;
      intervention_id: string;
      version: number;
      hash: string;
      step: number;
      type: 'approve' | 'edit' | 'reject' | 'respond';
      decided_by: string;
      comment: string | null;
      at: string;
    })[];
    versions: ({
      version: number;
      hash: string;
      content: {
        kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
        team_id: string;
        title: string;
        rationale: ({
          text: string;
          citations: string[];
        })[];
        actions: ({
          kind: 'reassign_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          from_person_id: string;
          to_person_id: string;
          from_account: string;
          to_account: string;
          hours: number | null;
          receiver_hours?: number;
          handover_hours?: number;
        } | {
          kind: 'comment_on_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          text: string;
        } | {
          kind: 'schedule_conversation';
          id: string;
          with_person_id: string;
          host_person_id: string;
          purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
          topics: string[];
          by: string;
        } | {
          kind: 'revise_goal';
          id: string;
          goal_id: string;
          kpi_id: string;
          title: string;
          expected: {
            target: number | null;
            due_iso: string | null;
          };
          target: number | null;
          due_iso: string | null;
        })[];
        load: ({
          person_id: string;
          capacity_hours: number;
          before_hours: number;
          after_hours: number;
        })[];
        predicted_effect: {
          metric: string;
          unit: string;
          before: number;
          after: number;
          lower80: number;
          upper80: number;
          horizon_days: number;
          learned?: {
            from: number;
            n: number;
          };
        } | null;
        chain: ({
          role: 'manager' | 'hr';
          person_ids: string[];
        })[];
        undoes?: string;
      };
      proposed_by: string | 'fairlead';
      created_at: string;
    })[];
    executions: ({
      effect_key: string;
      intervention_id: string;
      version: number;
      action: {
        kind: 'reassign_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        from_person_id: string;
        to_person_id: string;
        from_account: string;
        to_account: string;
        hours: number | null;
        receiver_hours?: number;
        handover_hours?: number;
      } | {
        kind: 'comment_on_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        text: string;
      } | {
        kind: 'schedule_conversation';
        id: string;
        with_person_id: string;
        host_person_id: string;
        purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
        topics: string[];
        by: string;
      } | {
        kind: 'revise_goal';
        id: string;
        goal_id: string;
        kpi_id: string;
        title: string;
        expected: {
          target: number | null;
          due_iso: string | null;
        };
        target: number | null;
        due_iso: string | null;
      };
      state: 'queued' | 'leased' | 'done' | 'void' | 'failed' | 'unknown';
      attempts: number;
      fence: number;
      leased_until: string | null;
      external_ref: string | null;
      reason: string | null;
      done_at: string | null;
    })[];
    outcome: {
      intervention_id: string;
      metric: string;
      unit: string;
      predicted: number;
      measured: number | null;
      verdict: 'helped' | 'no_effect' | 'worse' | 'not_enough_data';
      measured_at: string;
    } | null;
    debrief: string | null;
    may_receive: string[];
    names: Record<string, string>;
  };
  'POST /api/interventions/{id}/delegate': {
    kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
    team_id: string;
    title: string;
    rationale: ({
      text: string;
      citations: string[];
    })[];
    actions: ({
      kind: 'reassign_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      from_person_id: string;
      to_person_id: string;
      from_account: string;
      to_account: string;
      hours: number | null;
      receiver_hours?: number;
      handover_hours?: number;
    } | {
      kind: 'comment_on_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      text: string;
    } | {
      kind: 'schedule_conversation';
      id: string;
      with_person_id: string;
      host_person_id: string;
      purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
      topics: string[];
      by: string;
    } | {
      kind: 'revise_goal';
      id: string;
      goal_id: string;
      kpi_id: string;
      title: string;
      expected: {
        target: number | null;
        due_iso: string | null;
      };
      target: number | null;
      due_iso: string | null;
    })[];
    load: ({
      person_id: string;
      capacity_hours: number;
      before_hours: number;
      after_hours: number;
    })[];
    predicted_effect: {
      metric: string;
      unit: string;
      before: number;
      after: number;
      lower80: number;
      upper80: number;
      horizon_days: number;
      learned?: {
        from: number;
        n: number;
      };
    } | null;
    chain: ({
      role: 'manager' | 'hr';
      person_ids: string[];
    })[];
    undoes?: string;
    id: string;
    cycle_id: string | null;
    version: number;
    hash: string;
    state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
    step: number;
    proposed_by: string | 'fairlead';
    subject_ids: string[];
    dedupe_key: string;
    expires_on: string;
    claim?: {
      by: string;
      until: string;
    } | null;
    delegations?: ({
      version: number;
      step: number;
      to: string;
      from: string | 'fairlead';
    })[];
    created_at: string;
    updated_at: string;
    may_decide: boolean;
    history: ({
      id: string;
      intervention_id: string;
      version: number;
      hash: string;
      step: number;
      type: 'approve' | 'edit' | 'reject' | 'respond';
      decided_by: string;
      comment: string | null;
      at: string;
    })[];
    versions: ({
      version: number;
      hash: string;
      content: {
        kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
        team_id: string;
        title: string;
        rationale: ({
          text: string;
          citations: string[];
        })[];
        actions: ({
          kind: 'reassign_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          from_person_id: string;
          to_person_id: string;
          from_account: string;
          to_account: string;
          hours: number | null;
          receiver_hours?: number;
          handover_hours?: number;
        } | {
          kind: 'comment_on_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          text: string;
        } | {
          kind: 'schedule_conversation';
          id: string;
          with_person_id: string;
          host_person_id: string;
          purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
          topics: string[];
          by: string;
        } | {
          kind: 'revise_goal';
          id: string;
          goal_id: string;
          kpi_id: string;
          title: string;
          expected: {
            target: number | null;
            due_iso: string | null;
          };
          target: number | null;
          due_iso: string | null;
        })[];
        load: ({
          person_id: string;
          capacity_hours: number;
          before_hours: number;
          after_hours: number;
        })[];
        predicted_effect: {
          metric: string;
          unit: string;
          before: number;
          after: number;
          lower80: number;
          upper80: number;
          horizon_days: number;
          learned?: {
            from: number;
            n: number;
          };
        } | null;
        chain: ({
          role: 'manager' | 'hr';
          person_ids: string[];
        })[];
        undoes?: string;
      };
      proposed_by: string | 'fairlead';
      created_at: string;
    })[];
    executions: ({
      effect_key: string;
      intervention_id: string;
      version: number;
      action: {
        kind: 'reassign_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        from_person_id: string;
        to_person_id: string;
        from_account: string;
        to_account: string;
        hours: number | null;
        receiver_hours?: number;
        handover_hours?: number;
      } | {
        kind: 'comment_on_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        text: string;
      } | {
        kind: 'schedule_conversation';
        id: string;
        with_person_id: string;
        host_person_id: string;
        purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
        topics: string[];
        by: string;
      } | {
        kind: 'revise_goal';
        id: string;
        goal_id: string;
        kpi_id: string;
        title: string;
        expected: {
          target: number | null;
          due_iso: string | null;
        };
        target: number | null;
        due_iso: string | null;
      };
      state: 'queued' | 'leased' | 'done' | 'void' | 'failed' | 'unknown';
      attempts: number;
      fence: number;
      leased_until: string | null;
      external_ref: string | null;
      reason: string | null;
      done_at: string | null;
    })[];
    outcome: {
      intervention_id: string;
      metric: string;
      unit: string;
      predicted: number;
      measured: number | null;
      verdict: 'helped' | 'no_effect' | 'worse' | 'not_enough_data';
      measured_at: string;
    } | null;
    debrief: string | null;
    may_receive: string[];
    names: Record<string, string>;
  };
  'POST /api/interventions/{id}/withdraw': {
    kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
    team_id: string;
    title: string;
    rationale: ({
      text: string;
      citations: string[];
    })[];
    actions: ({
      kind: 'reassign_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      from_person_id: string;
      to_person_id: string;
      from_account: string;
      to_account: string;
      hours: number | null;
      receiver_hours?: number;
      handover_hours?: number;
    } | {
      kind: 'comment_on_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      text: string;
    } | {
      kind: 'schedule_conversation';
      id: string;
      with_person_id: string;
      host_person_id: string;
      purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
      topics: string[];
      by: string;
    } | {
      kind: 'revise_goal';
      id: string;
      goal_id: string;
      kpi_id: string;
      title: string;
      expected: {
        target: number | null;
        due_iso: string | null;
      };
      target: number | null;
      due_iso: string | null;
    })[];
    load: ({
      person_id: string;
      capacity_hours: number;
      before_hours: number;
      after_hours: number;
    })[];
    predicted_effect: {
      metric: string;
      unit: string;
      before: number;
      after: number;
      lower80: number;
      upper80: number;
      horizon_days: number;
      learned?: {
        from: number;
        n: number;
      };
    } | null;
    chain: ({
      role: 'manager' | 'hr';
      person_ids: string[];
    })[];
    undoes?: string;
    id: string;
    cycle_id: string | null;
    version: number;
    hash: string;
    state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
    step: number;
    proposed_by: string | 'fairlead';
    subject_ids: string[];
    dedupe_key: string;
    expires_on: string;
    claim?: {
      by: string;
      until: string;
    } | null;
    delegations?: ({
      version: number;
      step: number;
      to: string;
      from: string | 'fairlead';
    })[];
    created_at: string;
    updated_at: string;
    may_decide: boolean;
    history: ({
      id: string;
      intervention_id: string;
      version: number;
      hash: string;
      step: number;
      type: 'approve' | 'edit' | 'reject' | 'respond';
      decided_by: string;
      comment: string | null;
      at: string;
    })[];
    versions: ({
      version: number;
      hash: string;
      content: {
        kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
        team_id: string;
        title: string;
        rationale: ({
          text: string;
          citations: string[];
        })[];
        actions: ({
          kind: 'reassign_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          from_person_id: string;
          to_person_id: string;
          from_account: string;
          to_account: string;
          hours: number | null;
          receiver_hours?: number;
          handover_hours?: number;
        } | {
          kind: 'comment_on_work_item';
          id: string;
          source_id: string;
          record_id: string;
          external_id: string;
          key: string;
          title: string | null;
          expected: {
            assignee: string | null;
            status_category: 'to_do' | 'in_progress' | 'done';
          };
          text: string;
        } | {
          kind: 'schedule_conversation';
          id: string;
          with_person_id: string;
          host_person_id: string;
          purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
          topics: string[];
          by: string;
        } | {
          kind: 'revise_goal';
          id: string;
          goal_id: string;
          kpi_id: string;
          title: string;
          expected: {
            target: number | null;
            due_iso: string | null;
          };
          target: number | null;
          due_iso: string | null;
        })[];
        load: ({
          person_id: string;
          capacity_hours: number;
          before_hours: number;
          after_hours: number;
        })[];
        predicted_effect: {
          metric: string;
          unit: string;
          before: number;
          after: number;
          lower80: number;
          upper80: number;
          horizon_days: number;
          learned?: {
            from: number;
            n: number;
          };
        } | null;
        chain: ({
          role: 'manager' | 'hr';
          person_ids: string[];
        })[];
        undoes?: string;
      };
      proposed_by: string | 'fairlead';
      created_at: string;
    })[];
    executions: ({
      effect_key: string;
      intervention_id: string;
      version: number;
      action: {
        kind: 'reassign_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        from_person_id: string;
        to_person_id: string;
        from_account: string;
        to_account: string;
        hours: number | null;
        receiver_hours?: number;
        handover_hours?: number;
      } | {
        kind: 'comment_on_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        text: string;
      } | {
        kind: 'schedule_conversation';
        id: string;
        with_person_id: string;
        host_person_id: string;
        purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
        topics: string[];
        by: string;
      } | {
        kind: 'revise_goal';
        id: string;
        goal_id: string;
        kpi_id: string;
        title: string;
        expected: {
          target: number | null;
          due_iso: string | null;
        };
        target: number | null;
        due_iso: string | null;
      };
      state: 'queued' | 'leased' | 'done' | 'void' | 'failed' | 'unknown';
      attempts: number;
      fence: number;
      leased_until: string | null;
      external_ref: string | null;
      reason: string | null;
      done_at: string | null;
    })[];
    outcome: {
      intervention_id: string;
      metric: string;
      unit: string;
      predicted: number;
      measured: number | null;
      verdict: 'helped' | 'no_effect' | 'worse' | 'not_enough_data';
      measured_at: string;
    } | null;
    debrief: string | null;
    may_receive: string[];
    names: Record<string, string>;
  };
  'GET /api/outbox': {
    items: ({
      effect_key: string;
      intervention_id: string;
      version: number;
      action: {
        kind: 'reassign_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        from_person_id: string;
        to_person_id: string;
        from_account: string;
        to_account: string;
        hours: number | null;
        receiver_hours?: number;
        handover_hours?: number;
      } | {
        kind: 'comment_on_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        text: string;
      } | {
        kind: 'schedule_conversation';
        id: string;
        with_person_id: string;
        host_person_id: string;
        purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
        topics: string[];
        by: string;
      } | {
        kind: 'revise_goal';
        id: string;
        goal_id: string;
        kpi_id: string;
        title: string;
        expected: {
          target: number | null;
          due_iso: string | null;
        };
        target: number | null;
        due_iso: string | null;
      };
      state: 'queued' | 'leased' | 'done' | 'void' | 'failed' | 'unknown';
      attempts: number;
      fence: number;
      leased_until: string | null;
      external_ref: string | null;
      reason: string | null;
      done_at: string | null;
    })[];
    next: null;
  };
  'POST /api/outbox/{effect_key}/settle': {
    execution: {
      effect_key: string;
      intervention_id: string;
      version: number;
      action: {
        kind: 'reassign_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        from_person_id: string;
        to_person_id: string;
        from_account: string;
        to_account: string;
        hours: number | null;
        receiver_hours?: number;
        handover_hours?: number;
      } | {
        kind: 'comment_on_work_item';
        id: string;
        source_id: string;
        record_id: string;
        external_id: string;
        key: string;
        title: string | null;
        expected: {
          assignee: string | null;
          status_category: 'to_do' | 'in_progress' | 'done';
        };
        text: string;
      } | {
        kind: 'schedule_conversation';
        id: string;
        with_person_id: string;
        host_person_id: string;
        purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
        topics: string[];
        by: string;
      } | {
        kind: 'revise_goal';
        id: string;
        goal_id: string;
        kpi_id: string;
        title: string;
        expected: {
          target: number | null;
          due_iso: string | null;
        };
        target: number | null;
        due_iso: string | null;
      };
      state: 'queued' | 'leased' | 'done' | 'void' | 'failed' | 'unknown';
      attempts: number;
      fence: number;
      leased_until: string | null;
      external_ref: string | null;
      reason: string | null;
      done_at: string | null;
    };
    state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
  };
  'POST /api/interventions/{id}/dry-run': {
    items: ({
      action_id: string;
      kind: string;
      effect_key: string;
      check: {
        status: 'ready';
      } | {
        status: 'already_done';
        by_us: boolean;
      } | {
        status: 'stale';
        reason: string;
        found: Record<string, unknown>;
      } | {
        status: 'unreachable';
        reason: string;
      };
      requests: ({
        method: string;
        path: string;
        body: unknown;
      })[];
    })[];
  };
  'POST /api/interventions/{id}/undo': {
    kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
    team_id: string;
    title: string;
    rationale: ({
      text: string;
      citations: string[];
    })[];
    actions: ({
      kind: 'reassign_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      from_person_id: string;
      to_person_id: string;
      from_account: string;
      to_account: string;
      hours: number | null;
      receiver_hours?: number;
      handover_hours?: number;
    } | {
      kind: 'comment_on_work_item';
      id: string;
      source_id: string;
      record_id: string;
      external_id: string;
      key: string;
      title: string | null;
      expected: {
        assignee: string | null;
        status_category: 'to_do' | 'in_progress' | 'done';
      };
      text: string;
    } | {
      kind: 'schedule_conversation';
      id: string;
      with_person_id: string;
      host_person_id: string;
      purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
      topics: string[];
      by: string;
    } | {
      kind: 'revise_goal';
      id: string;
      goal_id: string;
      kpi_id: string;
      title: string;
      expected: {
        target: number | null;
        due_iso: string | null;
      };
      target: number | null;
      due_iso: string | null;
    })[];
    load: ({
      person_id: string;
      capacity_hours: number;
      before_hours: number;
      after_hours: number;
    })[];
    predicted_effect: {
      metric: string;
      unit: string;
      before: number;
      after: number;
      lower80: number;
      upper80: number;
      horizon_days: number;
      learned?: {
        from: number;
        n: number;
      };
    } | null;
    chain: ({
      role: 'manager' | 'hr';
      person_ids: string[];
    })[];
    undoes?: string;
    id: string;
    cycle_id: string | null;
    version: number;
    hash: string;
    state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
    step: number;
    proposed_by: string | 'fairlead';
    subject_ids: string[];
    dedupe_key: string;
    expires_on: string;
    claim?: {
      by: string;
      until: string;
    } | null;
    delegations?: ({
      version: number;
      step: number;
      to: string;
      from: string | 'fairlead';
    })[];
    created_at: string;
    updated_at: string;
  };
  'GET /api/conversations': {
    items: ({
      id: string;
      with_person_id: string;
      host_person_id: string;
      purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
      topics: string[];
      due_on: string;
      state: 'planned' | 'held' | 'cancelled';
      note: string | null;
      intervention_id: string;
      created_at: string;
      updated_at: string;
      names: Record<string, string>;
    })[];
    next: string | null;
  };
  'PATCH /api/conversations/{id}': {
    id: string;
    with_person_id: string;
    host_person_id: string;
    purpose: 'check_in' | 'workload' | 'recognition' | 'retention' | 'goal_review';
    topics: string[];
    due_on: string;
    state: 'planned' | 'held' | 'cancelled';
    note: string | null;
    intervention_id: string;
    created_at: string;
    updated_at: string;
    names: Record<string, string>;
  };
  'GET /api/detectors': {
    as_of: string | null;
    weeks: number;
    people: number;
    people_of: number;
    items: ({
      detector: 'overload' | 'indicator_slid' | 'recognition_overdue' | 'thin_evidence' | 'overdue_work' | 'blocked_work' | 'stale_review' | 'goal_at_risk' | 'check_in_due' | 'sustained_load' | 'several_strains';
      intervention: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo' | null;
      outcome: string;
      people: number;
      cases: number;
      spoke: number;
      came: number;
      right: number;
      base_rate: number | null;
      precision: {
        value: number;
        lower80: number;
        upper80: number;
      } | null;
      recall: {
        value: number;
        lower80: number;
        upper80: number;
      } | null;
      brier: number | null;
      brier_base: number | null;
      skill: {
        value: number;
        lower80: number;
        upper80: number;
      } | null;
      verdict: 'proven' | 'unproven' | 'silent' | 'fact';
      why: string;
    })[];
    next: null;
  };
  'GET /api/identities/unmatched': {
    items: ({
      source_id: string;
      account: string;
      display_name: string | null;
      email: string | null;
      active: boolean;
      bot: boolean;
      person_id: string | null;
      method: 'email' | 'employee_id' | 'confirmed' | 'released' | 'none';
      suggested_person_id: string | null;
    })[];
    next: string | null;
    names: Record<string, string>;
  };
  'GET /api/identities': {
    items: ({
      source_id: string;
      account: string;
      display_name: string | null;
      email: string | null;
      active: boolean;
      bot: boolean;
      person_id: string | null;
      method: 'email' | 'employee_id' | 'confirmed' | 'released' | 'none';
      suggested_person_id: string | null;
    })[];
    next: string | null;
    names: Record<string, string>;
  };
  'POST /api/identities': {
    source_id: string;
    account: string;
    display_name: string | null;
    email: string | null;
    active: boolean;
    bot: boolean;
    person_id: string | null;
    method: 'email' | 'employee_id' | 'confirmed' | 'released' | 'none';
    suggested_person_id: string | null;
  };
  'POST /api/identities/release': {
    source_id: string;
    account: string;
    display_name: string | null;
    email: string | null;
    active: boolean;
    bot: boolean;
    person_id: string | null;
    method: 'email' | 'employee_id' | 'confirmed' | 'released' | 'none';
    suggested_person_id: string | null;
  };
  'GET /api/evaluations/suites': {
    items: ({
      name: string;
      describes: string;
      floor: number;
    })[];
    next: string | null;
  };
  'GET /api/evaluations': {
    items: ({
      id: string;
      state: 'queued' | 'running' | 'done' | 'failed';
      suites: string[];
      repeat: number;
      requested_by: string | 'operator';
      requested_at: string;
      finished_at: string | null;
      progress: string | null;
      error: string | null;
      writer: string | null;
      version: string | null;
      passed: boolean | null;
      seconds: number | null;
      results: ({
        suite: string;
        describes: string;
        floor: number;
        rate: number;
        met: boolean;
        zero_tolerance: string[];
        rates: ({
          kind: string;
          passed: number;
          total: number;
          rate: number;
          low: number;
          high: number;
        })[];
        passed: number;
        total: number;
      })[];
    })[];
    next: string | null;
    names: Record<string, string>;
  };
  'POST /api/evaluations': {
    id: string;
    state: 'queued' | 'running' | 'done' | 'failed';
    suites: string[];
    repeat: number;
    requested_by: string | 'operator';
    requested_at: string;
    finished_at: string | null;
    progress: string | null;
    error: string | null;
    writer: string | null;
    version: string | null;
    passed: boolean | null;
    seconds: number | null;
    results: ({
      suite: string;
      describes: string;
      floor: number;
      rate: number;
      met: boolean;
      zero_tolerance: string[];
      rates: ({
        kind: string;
        passed: number;
        total: number;
        rate: number;
        low: number;
        high: number;
      })[];
      passed: number;
      total: number;
    })[];
  };
  'GET /api/evaluations/{id}': {
    id: string;
    state: 'queued' | 'running' | 'done' | 'failed';
    suites: string[];
    repeat: number;
    requested_by: string | 'operator';
    requested_at: string;
    finished_at: string | null;
    progress: string | null;
    error: string | null;
    writer: string | null;
    version: string | null;
    passed: boolean | null;
    seconds: number | null;
    results: ({
      suite: string;
      describes: string;
      floor: number;
      rate: number;
      met: boolean;
      zero_tolerance: string[];
      rates: ({
        kind: string;
        passed: number;
        total: number;
        rate: number;
        low: number;
        high: number;
      })[];
      passed: number;
      total: number;
    })[];
    cases: ({
      suite: string;
      id: string;
      kind: string;
      description: string;
      passed: boolean;
      reasons: string[];
      input: string;
      evidence: string;
      output: string;
      milliseconds: number;
    })[];
  };
  'GET /api/evaluations/{id}/report': string;
  'GET /api/evaluations/compare': {
    items: ({
      suite: string;
      before: number;
      after: number;
      worse: string[];
      better: string[];
      p_value: number;
    })[];
    next: string | null;
  };
  'GET /api/evaluation-cases': {
    items: ({
      id: string;
      state: 'captured' | 'accepted' | 'discarded';
      place: {
        kind: 'draft';
        id: string;
        claim: number;
      } | {
        kind: 'intervention';
        id: string;
        claim: number;
      };
      verdict: 'wrong' | 'right';
      case: {
        id: string;
        description: string;
        vars: {
          subject: string;
          period: {
            from: string;
            to: string;
          };
          evidence: ({
            id: string;
            subject: string;
            at: string;
            kind: string;
            text: string;
            facts: ({
              name: string;
              value: number | string;
              unit: string | null;
              period: string | null;
            })[];
          })[];
          claim: {
            text: string;
            citations: string[];
          };
        };
        assert: ({
          type: 'supported' | 'unsupported';
        })[];
        tags: string[];
        provenance: string;
      };
      captured_by: string;
      captured_at: string;
      reviewed_by: string | null;
      reviewed_at: string | null;
    })[];
    next: string | null;
    names: Record<string, string>;
  };
  'POST /api/evaluation-cases': {
    id: string;
    state: 'captured' | 'accepted' | 'discarded';
    place: {
      kind: 'draft';
      id: string;
      claim: number;
    } | {
      kind: 'intervention';
      id: string;
      claim: number;
    };
    verdict: 'wrong' | 'right';
    case: {
      id: string;
      description: string;
      vars: {
        subject: string;
        period: {
          from: string;
          to: string;
        };
        evidence: ({
          id: string;
          subject: string;
          at: string;
          kind: string;
          text: string;
          facts: ({
            name: string;
            value: number | string;
            unit: string | null;
            period: string | null;
          })[];
        })[];
        claim: {
          text: string;
          citations: string[];
        };
      };
      assert: ({
        type: 'supported' | 'unsupported';
      })[];
      tags: string[];
      provenance: string;
    };
    captured_by: string;
    captured_at: string;
    reviewed_by: string | null;
    reviewed_at: string | null;
  };
  'POST /api/evaluation-cases/{id}/review': {
    id: string;
    state: 'captured' | 'accepted' | 'discarded';
    place: {
      kind: 'draft';
      id: string;
      claim: number;
    } | {
      kind: 'intervention';
      id: string;
      claim: number;
    };
    verdict: 'wrong' | 'right';
    case: {
      id: string;
      description: string;
      vars: {
        subject: string;
        period: {
          from: string;
          to: string;
        };
        evidence: ({
          id: string;
          subject: string;
          at: string;
          kind: string;
          text: string;
          facts: ({
            name: string;
            value: number | string;
            unit: string | null;
            period: string | null;
          })[];
        })[];
        claim: {
          text: string;
          citations: string[];
        };
      };
      assert: ({
        type: 'supported' | 'unsupported';
      })[];
      tags: string[];
      provenance: string;
    };
    captured_by: string;
    captured_at: string;
    reviewed_by: string | null;
    reviewed_at: string | null;
  };
  'GET /api/outcomes': {
    items: ({
      intervention_id: string;
      kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
      team_id: string;
      title: string;
      state: 'awaiting_approval' | 'approved' | 'executing' | 'executed' | 'measured' | 'rejected' | 'expired' | 'void' | 'superseded' | 'withdrawn' | 'failed' | 'needs_person';
      group: 'done' | 'not_done';
      since: string;
      metric: string | null;
      unit: string | null;
      before: number | null;
      predicted: number | null;
      constructed: number | null;
      lower80: number | null;
      upper80: number | null;
      measured: number | null;
      comparison: {
        basis: 'comparable_people' | 'comparable_items' | 'forecast' | 'nothing_planned' | 'before';
        n: number;
        expected: number;
        effect: number;
        lower80: number | null;
        upper80: number | null;
      } | null;
      verdict: 'helped' | 'no_effect' | 'worse' | 'too_early' | 'not_measurable';
      measured_at: string | null;
    })[];
    next: string | null;
  };
  'GET /api/outcomes/kinds': {
    kinds: ({
      kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
      done: number;
      measured: number;
      too_early: number;
      not_measurable: number;
      helped: number;
      no_effect: number;
      worse: number;
      kept: {
        mean: number;
        lower95: number;
        upper95: number;
      } | null;
      not_done: number;
      kept_without: {
        mean: number;
        lower95: number;
        upper95: number;
      } | null;
      difference: {
        mean: number;
        lower95: number;
        upper95: number;
      } | null;
      within: {
        hits: number;
        n: number;
        share: number;
        lower95: number;
        upper95: number;
      } | null;
      helps: 'yes' | 'not_shown' | 'harms' | 'too_few';
      calibration: 'as_promised' | 'too_high' | 'too_low' | 'too_few';
      words: string;
      metrics: ({
        metric: string;
        unit: string;
        n: number;
        predicted_change: number;
        measured_change: number;
        effect: number;
        effect_interval: {
          mean: number;
          lower95: number;
          upper95: number;
        } | null;
      })[];
    })[];
  };
  'GET /api/approval-health': {
    since: string;
    quick_seconds: number;
    decisions: number;
    median_hours: number | null;
    p90_hours: number | null;
    quick: number;
    unseen: number;
    open: ({
      intervention_id: string;
      kind: 'rebalance_workload' | 'goal_at_risk' | 'check_in' | 'recognition' | 'unblock' | 'burnout_warning' | 'retention_conversation' | 'undo';
      team_id: string;
      title: string;
      step: number;
      role: 'manager' | 'hr';
      owner_ids: string[];
      waiting_since: string;
      age_days: number;
    })[];
    deciders: ({
      person_id: string;
      decisions: number;
      approved: number;
      rejected: number;
      approved_share: {
        share: number;
        lower95: number;
        upper95: number;
      } | null;
      median_hours: number | null;
      p90_hours: number | null;
      quick: number;
      unseen: number;
      canaries: number | null;
      caught: number | null;
      catch_rate: {
        share: number;
        lower95: number;
        upper95: number;
      } | null;
    })[];
    canaries: {
      planted: number;
      decided: number;
      caught: number;
      catch_rate: {
        share: number;
        lower95: number;
        upper95: number;
      } | null;
      list: ({
        intervention_id: string;
        flaw: 'receiver_away' | 'receiver_full' | 'wrong_way';
        person_id: string;
        planted_by: string;
        planted_at: string;
        title: string;
        team_id: string;
        result: 'caught' | 'missed' | 'open' | 'undecided';
        decided_by: string | null;
      })[];
    } | null;
    names: Record<string, string>;
  };
  'POST /api/approval-health/canaries': {
    intervention_id: string;
    flaw: 'receiver_away' | 'receiver_full' | 'wrong_way';
    person_id: string;
    planted_by: string;
    planted_at: string;
    title: string;
    team_id: string;
    result: 'caught' | 'missed' | 'open' | 'undecided';
    decided_by: string | null;
  };
  'GET /api/policy': {
    archetype: 'accountable' | 'continuous' | 'gentle' | 'dynamic';
    comparisons_allowed: boolean;
    minimum_group_size: number;
    collaboration_of_people: boolean;
    frameworks: ({
      job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
      entries: ({
        indicator_id: string;
        weight: number;
        corridor: {
          low: number | null;
          high: number | null;
        };
      })[];
    })[];
    source_fields: Record<string, string[]>;
    chains: Record<string, {
      within_team: ('manager' | 'hr')[];
      cross_team: ('manager' | 'hr')[];
    }>;
    cool_down_days: Record<string, number>;
    kinds_off: string[];
    weekend_hours_used: boolean;
    weekly_proposals: number;
    reminder_days: number;
    escalation_days: number;
    claim_hours: number;
    redraft_limit: number;
    planted_tests: boolean;
    fiscal_year_start_month: number;
    proposal_days: number;
    outcome_days: number;
  };
  'PUT /api/policy': {
    archetype: 'accountable' | 'continuous' | 'gentle' | 'dynamic';
    comparisons_allowed: boolean;
    minimum_group_size: number;
    collaboration_of_people: boolean;
    frameworks: ({
      job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
      entries: ({
        indicator_id: string;
        weight: number;
        corridor: {
          low: number | null;
          high: number | null;
        };
      })[];
    })[];
    source_fields: Record<string, string[]>;
    chains: Record<string, {
      within_team: ('manager' | 'hr')[];
      cross_team: ('manager' | 'hr')[];
    }>;
    cool_down_days: Record<string, number>;
    kinds_off: string[];
    weekend_hours_used: boolean;
    weekly_proposals: number;
    reminder_days: number;
    escalation_days: number;
    claim_hours: number;
    redraft_limit: number;
    planted_tests: boolean;
    fiscal_year_start_month: number;
    proposal_days: number;
    outcome_days: number;
  };
  'GET /api/policy/presets': {
    items: ({
      archetype: 'accountable' | 'continuous' | 'gentle' | 'dynamic';
      comparisons_allowed: boolean;
      minimum_group_size: number;
      collaboration_of_people: boolean;
      frameworks: ({
        job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
        entries: ({
          indicator_id: string;
          weight: number;
          corridor: {
            low: number | null;
            high: number | null;
          };
        })[];
      })[];
      source_fields: Record<string, string[]>;
      chains: Record<string, {
        within_team: ('manager' | 'hr')[];
        cross_team: ('manager' | 'hr')[];
      }>;
      cool_down_days: Record<string, number>;
      kinds_off: string[];
      weekend_hours_used: boolean;
      weekly_proposals: number;
      reminder_days: number;
      escalation_days: number;
      claim_hours: number;
      redraft_limit: number;
      planted_tests: boolean;
      fiscal_year_start_month: number;
      proposal_days: number;
      outcome_days: number;
    })[];
    next: string | null;
  };
  'POST /api/policy/preview': {
    current_hash: string;
    changes: ({
      field: string;
      before: unknown;
      after: unknown;
    })[];
  };
  'GET /api/frameworks': {
    items: ({
      job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
      entries: ({
        indicator_id: string;
        weight: number;
        corridor: {
          low: number | null;
          high: number | null;
        };
        name: string;
        unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
        direction: 'increase' | 'decrease' | 'corridor';
        formula: string;
      })[];
      own: boolean;
    })[];
    next: string | null;
    indicators: ({
      name: string;
      unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
      direction: 'increase' | 'decrease' | 'corridor';
      formula: string;
      id: string;
    })[];
  };
  'PUT /api/frameworks/{job}': {
    job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
    entries: ({
      indicator_id: string;
      weight: number;
      corridor: {
        low: number | null;
        high: number | null;
      };
      name: string;
      unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
      direction: 'increase' | 'decrease' | 'corridor';
      formula: string;
    })[];
    own: boolean;
  };
  'DELETE /api/frameworks/{job}': {
    job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
    entries: ({
      indicator_id: string;
      weight: number;
      corridor: {
        low: number | null;
        high: number | null;
      };
      name: string;
      unit: 'count' | 'hours' | 'days' | 'percent' | 'ratio' | 'points';
      direction: 'increase' | 'decrease' | 'corridor';
      formula: string;
    })[];
    own: boolean;
  };
  'GET /api/settings': {
    version: string;
    model: {
      provider: string;
      model: string;
    } | null;
    embeddings: {
      provider: string;
      model: string;
    } | null;
    model_host: string | null;
    database: 'embedded' | 'postgres';
    sign_in: 'dev' | 'oidc';
    today: string | null;
    prompts: ({
      name: string;
      hash: string;
      output: string;
    })[];
  };
  'GET /api/sources': {
    items: ({
      id: string;
      name: string;
      vendor: 'jira' | 'harvest' | 'github' | 'asana' | 'monday' | 'zendesk' | 'salesforce' | 'hubspot' | 'slack' | 'teams' | 'csv' | 'toggl';
      base_url: string | null;
      settings: Record<string, unknown>;
      enabled: boolean;
      streams: ({
        stream: string;
        cursor: unknown | null;
        last_success_at: string | null;
        last_error: string | null;
        last_error_code: string | null;
        partial: boolean;
        records_seen: number;
        reading: {
          began: string;
          seen: number;
        } | null;
        records_rejected: number;
      })[];
      vendor_name: string;
      limits: string;
      acts: boolean;
      state: {
        health: 'fresh' | 'late' | 'partial' | 'failing' | 'reading' | 'never' | 'off' | 'file';
        lag_hours: number | null;
        taken_share: number | null;
        accounts: number;
        joined: number;
        advice: ({
          what: string;
          remedy: string;
        })[];
      };
    })[];
    next: string | null;
  };
  'GET /api/sources/{id}/faults': {
    items: ({
      external_id: string | null;
      reason: string;
      stream: string;
      seen_at: string;
    })[];
    next: string | null;
  };
  'POST /api/sources/{id}/sync': {
    id: string;
    name: string;
    vendor: 'jira' | 'harvest' | 'github' | 'asana' | 'monday' | 'zendesk' | 'salesforce' | 'hubspot' | 'slack' | 'teams' | 'csv' | 'toggl';
    base_url: string | null;
    settings: Record<string, unknown>;
    enabled: boolean;
    streams: ({
      stream: string;
      cursor: unknown | null;
      last_success_at: string | null;
      last_error: string | null;
      last_error_code: string | null;
      partial: boolean;
      records_seen: number;
      reading: {
        began: string;
        seen: number;
      } | null;
      records_rejected: number;
    })[];
  };
  'POST /api/webhooks/{source}': {
    challenge?: string;
    validation_code?: string;
  };
  'GET /api/audit': {
    items: ({
      seq: number;
      at: string;
      actor: string;
      event: string;
      subject: string;
      data: Record<string, unknown>;
      previous_hash: string;
      hash: string;
    })[];
    next: string | null;
    names: Record<string, string>;
  };
  'GET /api/audit/verify': {
    ok: boolean;
    entries: number;
    broken_at: number | null;
    reason: string | null;
    head_hash: string | null;
  };
}

/** What each route takes. */
export interface Bodies {
  'POST /api/dev/sign-in': {
    email: string;
  };
  'POST /api/since': {
    until: string;
  };
  'POST /api/goals': {
    objective: string;
    description?: string | null;
    visibility?: 'owner' | 'line' | 'team' | 'everyone';
    priority?: number | null;
    parent_id?: string | null;
    owner?: {
      kind: 'person';
      id: string;
    } | {
      kind: 'team';
      id: string;
    };
    due_on?: string | null;
    kpis?: ({
      metric: string;
      direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
      comparator: '>=' | '<=' | '=' | 'between' | null;
      baseline: number | null;
      target: number | null;
      target_range: [number, number] | null;
      relative: {
        type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
        value: number;
      } | null;
      unit: string | null;
      window: string | null;
      due: string | null;
      due_iso: string | null;
      indicator_id?: string | null;
    })[];
  };
  'PATCH /api/goals/{id}': {
    objective?: string;
    description?: string | null;
    visibility?: 'owner' | 'line' | 'team' | 'everyone';
    priority?: number | null;
    parent_id?: string | null;
    status?: 'draft' | 'active' | 'paused' | 'achieved' | 'missed' | 'cancelled';
    due_on?: string | null;
    kpis?: ({
      metric: string;
      direction: 'increase' | 'decrease' | 'maintain' | 'achieve';
      comparator: '>=' | '<=' | '=' | 'between' | null;
      baseline: number | null;
      target: number | null;
      target_range: [number, number] | null;
      relative: {
        type: 'percent_change' | 'multiply' | 'absolute_change' | 'percentage_points';
        value: number;
      } | null;
      unit: string | null;
      window: string | null;
      due: string | null;
      due_iso: string | null;
      indicator_id?: string | null;
      id?: string;
    })[];
  };
  'POST /api/goals/{id}/check-ins': {
    kpi_id?: string;
    value: number;
    comment?: string | null;
    confidence?: number | null;
  };
  'POST /api/goals/import': {
    csv: string;
    dry_run?: boolean;
  };
  'POST /api/goals/preview': {
    text: string;
  };
  'POST /api/goals/chat': {
    thread_id?: string;
    text: string;
  };
  'POST /api/cycles': {
    team_id: string;
  };
  'POST /api/evidence/{id}/contest': {
    reason: string;
  };
  'POST /api/interventions/{id}/decisions': {
    version: number;
    hash: string;
    type: 'approve' | 'edit' | 'reject' | 'respond';
    edits?: {
      actions: ({
        id: string;
        to_person_id?: string;
        by?: string;
        topics?: string[];
        target?: number | null;
        due_iso?: string | null;
      })[];
    };
    comment?: string;
  } | {
    decisions: ({
      type: 'approve' | 'accept' | 'edit' | 'reject' | 'ignore' | 'respond' | 'response';
      message?: string;
      comment?: string;
      edited_action?: {
        name?: string;
        action?: string;
        args?: unknown;
        arguments?: unknown;
      };
      editedAction?: {
        name?: string;
        action?: string;
        args?: unknown;
        arguments?: unknown;
      };
      args?: unknown;
    })[];
    version?: number;
    hash?: string;
  } | ({
    type: 'approve' | 'accept' | 'edit' | 'reject' | 'ignore' | 'respond' | 'response';
    message?: string;
    comment?: string;
    edited_action?: {
      name?: string;
      action?: string;
      args?: unknown;
      arguments?: unknown;
    };
    editedAction?: {
      name?: string;
      action?: string;
      args?: unknown;
      arguments?: unknown;
    };
    args?: unknown;
  })[];
  'POST /api/interventions/{id}/delegate': {
    to_person_id: string;
    reason: string;
  };
  'POST /api/interventions/{id}/withdraw': {
    reason: string;
  };
  'POST /api/outbox/{effect_key}/settle': {
    outcome: 'it_happened' | 'try_again' | 'give_up';
    note: string;
  };
  'PATCH /api/conversations/{id}': {
    state: 'held' | 'cancelled';
    note?: string | null;
  };
  'POST /api/identities': {
    source_id: string;
    account: string;
    person_id: string;
  };
  'POST /api/identities/release': {
    source_id: string;
    account: string;
  };
  'POST /api/evaluations': {
    suites?: string[];
    repeat?: number;
  };
  'POST /api/evaluation-cases': {
    place: {
      kind: 'draft';
      id: string;
      claim: number;
    } | {
      kind: 'intervention';
      id: string;
      claim: number;
    };
    verdict: 'wrong' | 'right';
    correction?: string | null;
  };
  'POST /api/evaluation-cases/{id}/review': {
    state: 'accepted' | 'discarded';
  };
  'POST /api/approval-health/canaries': {
    manager: string;
    flaw?: 'receiver_away' | 'receiver_full' | 'wrong_way';
  };
  'PUT /api/policy': {
    archetype: 'accountable' | 'continuous' | 'gentle' | 'dynamic';
    comparisons_allowed: boolean;
    minimum_group_size: number;
    collaboration_of_people?: boolean;
    frameworks?: ({
      job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
      entries: ({
        indicator_id: string;
        weight: number;
        corridor: {
          low: number | null;
          high: number | null;
        };
      })[];
    })[];
    source_fields: Record<string, string[]>;
    chains: Record<string, {
      within_team: ('manager' | 'hr')[];
      cross_team: ('manager' | 'hr')[];
    }>;
    cool_down_days?: Record<string, number>;
    kinds_off?: string[];
    weekend_hours_used?: boolean;
    weekly_proposals?: number;
    reminder_days?: number;
    escalation_days?: number;
    claim_hours?: number;
    redraft_limit?: number;
    planted_tests?: boolean;
    fiscal_year_start_month?: number;
    proposal_days: number;
    outcome_days: number;
  };
  'POST /api/policy/preview': {
    archetype: 'accountable' | 'continuous' | 'gentle' | 'dynamic';
    comparisons_allowed: boolean;
    minimum_group_size: number;
    collaboration_of_people?: boolean;
    frameworks?: ({
      job_function: 'engineering' | 'sales' | 'customer_success' | 'support' | 'marketing' | 'other';
      entries: ({
        indicator_id: string;
        weight: number;
        corridor: {
          low: number | null;
          high: number | null;
        };
      })[];
    })[];
    source_fields: Record<string, string[]>;
    chains: Record<string, {
      within_team: ('manager' | 'hr')[];
      cross_team: ('manager' | 'hr')[];
    }>;
    cool_down_days?: Record<string, number>;
    kinds_off?: string[];
    weekend_hours_used?: boolean;
    weekly_proposals?: number;
    reminder_days?: number;
    escalation_days?: number;
    claim_hours?: number;
    redraft_limit?: number;
    planted_tests?: boolean;
    fiscal_year_start_month?: number;
    proposal_days: number;
    outcome_days: number;
  };
  'PUT /api/frameworks/{job}': {
    entries: ({
      indicator_id: string;
      weight: number;
      corridor: {
        low: number | null;
        high: number | null;
      };
    })[];
  };
}
