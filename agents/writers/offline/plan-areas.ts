import type { IndicatorId } from '#analytics/indicators/definitions.ts';

/** What a growth area in an indicator is called, and what to do about it. `keys` are items that the reason cites. */
export interface AreaTemplate {
  title: string;
  actions(keys: string): string[];
}

const ofItems = (keys: string, withItems: (keys: string) => string, without: string): string =>
  keys === '' ? without : withItems(keys);

/** Actions are things somebody can be seen to do; none holds a figure, so none can be wrong about one. */
export const areaTemplates: Partial<Record<IndicatorId, AreaTemplate>> = {
  cycle_time_median: {
    title: 'A shorter way from start to close',
    actions: (keys) => [
      ofItems(
        keys,
        (items) => `Go through ${items} with a colleague and note at which step each of them waited.`,
        'Go through the next items to close with a colleague and note at which step each of them waited.',
      ),
      'Before starting an item, cut it into parts that can be closed on their own.',
      'Ask for a review on the day the work is ready, and agree with the team by when reviews are done.',
    ],
  },
  cycle_time_p85: {
    title: 'Fewer items that drag on',
    actions: (keys) => [
      ofItems(
        keys,
        (items) => `Look back at ${items} and write down what made them take long.`,
        'Look back at the items that took long and write down what they have in common.',
      ),
      'When an item has been open for longer than usual, raise it in the next team meeting instead of carrying on alone.',
      'Split off what is still unclear into an item of its own.',
    ],
  },
  lead_time_median: {
    title: 'Less waiting before work begins',
    actions: () => [
      'Sort the backlog with the manager: start, hand over, or close as not planned.',
      'Tell whoever asked when the work will begin, as soon as an item arrives.',
    ],
  },
  throughput: {
    title: 'A steadier flow of finished work',
    actions: () => [
      'Plan each week around what will be finished in it, not around what will be begun.',
      'Note for a few weeks what keeps items from being closed, and bring the list to the manager.',
      'Agree with the manager which meetings or side tasks can go.',
    ],
  },
  work_in_progress: {
    title: 'Fewer things at once',
    actions: (keys) => [
      ofItems(
        keys,
        (items) => `Decide with the manager whether ${items} should be finished now or put back.`,
        'Decide with the manager which of the items in progress should be finished now and which put back.',
      ),
      'Finish or hand over an item before another is begun.',
      'Say no, or ask what should wait, when a new request arrives in the middle of the week.',
    ],
  },
  overdue_share: {
    title: 'Dates that hold',
    actions: (keys) => [
      ofItems(
        keys,
        (items) => `Go through ${items} with the manager: keep the date, move it, or drop the item.`,
        'Go through the overdue items with the manager: keep the date, move it, or drop the item.',
      ),
      'Agree to a due day only after a look at what the work takes.',
      'Say that a date is in doubt as soon as it is, with a new date at hand.',
    ],
  },
  late_share: {
    title: 'Closing by the agreed day',
    actions: (keys) => [
      ofItems(
        keys,
        (items) =>
          `Look at ${items}: when was it first clear that the date would be missed, and who was told?`,
        'Look at the items closed late: when was it first clear that the date would be missed, and who was told?',
      ),
      'Set the due day together with whoever waits for the result.',
      'Check each Monday which dates of the week are in doubt and say so.',
    ],
  },
  estimate_accuracy: {
    title: 'Estimates that can be planned with',
    actions: () => [
      'After closing an item, compare its estimate with the hours it took and note what was overlooked.',
      'Estimate together with a colleague who knows the part of the work that is new.',
      'Estimate larger items in parts.',
    ],
  },
  reopen_rate: {
    title: 'Done the first time',
    actions: (keys) => [
      ofItems(
        keys,
        (items) => `Find out with the reporter what was missing when ${items} was closed.`,
        'Find out with the reporters what was missing when the reopened items were closed.',
      ),
      'Before starting, write into the item how both sides will see that it is done.',
      'Have the reporter or a colleague try the result before closing.',
    ],
  },
  blocked_time: {
    title: 'Getting blocked work moving',
    actions: (keys) => [
      ofItems(
        keys,
        (items) =>
          `Write into ${items} what it waits for and who can release it, and ask that person for a date.`,
        'Write into each blocked item what it waits for and who can release it, and ask that person for a date.',
      ),
      'Raise a blocker on the day it appears.',
      'Hand blockers that lie with another team to the manager.',
    ],
  },
  hours_against_capacity: {
    title: 'Hours back within the contract',
    actions: () => [
      'Choose with the manager which of the items not started can wait or go to a colleague.',
      'Take on nothing new until the hours are back, and send new requests to the manager.',
      'Agree on a day in the week without meetings or requests.',
    ],
  },
};

/** Hours below the role's range: often hours that nobody wrote down. */
export const roomTemplate: AreaTemplate = {
  title: 'Room for something new',
  actions: () => [
    'Check with the manager whether all hours are logged.',
    'If there is room, choose together what to take on: an item of a colleague with too much, or something to learn.',
  ],
};
