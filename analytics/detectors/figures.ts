/** A figure as it stands in a sentence: whole from ten on, else with one decimal, and none when it is whole. */
export const shown = (value: number): string => {
  const digits = Math.abs(value) >= 10 ? 0 : 1;
  return String(Number(value.toFixed(digits)));
};

/** "1 item", "3 items". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
