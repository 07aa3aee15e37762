/** What a rebalancing may do, as figures. */
export interface RebalancePolicy {
  /** Load / capacity over which a person is relieved. */
  overload_ratio: number;
  /** Down to which they are relieved, at the end of each week. */
  relief_ratio: number;
  /** Up to which somebody may take on work, at the end of each week: they keep room for what comes unplanned. */
  receiver_ratio: number;
  /** Moves of one result: more than that nobody looks through one by one. */
  max_moves: number;
  /** Handing over costs both sides time: smaller items aren't worth it. */
  smallest_hours: number;
  /** What is due in fewer days stays where it is: handing it over would make it late. */
  soonest_due_days: number;
  /** Items under way and received together, above which somebody receives nothing more; null: no limit. */
  wip_limit: number | null;
  /** Proficiency (0 to 1) in something the item is about, from which somebody may take it on. */
  knows_level: number;
  /** Whether work may go to another team. */
  cross_team: boolean;
  /** Whether work that is under way may move. */
  move_started: boolean;
  /** Whether work with a pinning label may move. */
  move_pinned: boolean;
  /** Whether an item may move whose hours are a forecast from similar ones, not stated. */
  move_forecast: boolean;
  /** Labels that say an item stays with its assignee. */
  pinning_labels: readonly string[];
  /** Hours that a person's relief must be worth for it to be proposed. */
  smallest_gain: number;
}

export const defaultRebalancePolicy: RebalancePolicy = {
  overload_ratio: 1.2,
  relief_ratio: 1,
  receiver_ratio: 0.9,
  max_moves: 10,
  smallest_hours: 1,
  soonest_due_days: 2,
  // Kanban teams set two or three under way; what is received has mostly not begun, so that a bound is drawn, not a rule.
  wip_limit: 8,
  knows_level: 0.3,
  cross_team: false,
  move_started: false,
  move_pinned: false,
  move_forecast: true,
  pinning_labels: ['pinned', 'do-not-reassign'],
  // Half a day: below that the deciding and the asking around cost what is won.
  smallest_gain: 4,
};

/** What things cost, in hours; an hour that somebody is over the limit at a week's end is 1. */
export const prices = {
  /** Above this load / capacity nothing is caught up by staying late, and an hour counts for more. */
  urgent_ratio: 1.5,
  urgent: 1.5,
  /** Explaining takes each side this long; half an hour is what a short talk with a look at the ticket takes. */
  handover_hours: 0.5,
  /** Of the hours that were put into an item its former owner's knowledge; that is lost. */
  context_share: 0.25,
  /** Somebody who knows nothing of it takes half as long again. */
  unfamiliar_share: 0.5,
  /** A date that the receiver misses costs half a day: two people have had it in their hands then. */
  late: 4,
  /**
   * One that the giver misses: the hours too much are what makes it late, and they have their price already. So this is
   * less than a handover even for the most urgent, and decides between moves without being a reason for one.
   */
  late_staying: 0.45,
  /** By urgency, 1 to 5; 3 where the source has none. */
  late_weight: [2, 1.5, 1, 0.75, 0.5],
  /** An hour for somebody who has just received a week's work, against one for somebody who has not. */
  fairness: 0.5,
  /** An hour for somebody whose weeks are full, against one for somebody without work. */
  fullness: 0.25,
} as const;
