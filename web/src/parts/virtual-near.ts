import { useEffect, useRef, useState } from 'react';

/** Height of a row of one line, in px: what a block that was never drawn is taken to need. */
const ROW_PX = 44;
/** So far outside the screen rows are drawn already, in px: more than one turn of a wheel, less than a flick. */
const MARGIN_PX = 1200;

type Report = (isNear: boolean) => void;
const reports = new WeakMap<Element, Report>();
let watcher: IntersectionObserver | null = null;

/** One watcher for all blocks of all tables. */
const watching = () => {
  watcher ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) reports.get(target)?.(isIntersecting);
    },
    { rootMargin: `${MARGIN_PX}px 0px` },
  );
  return watcher;
};

/**
 * Whether a block of rows is near the screen, and how high it was when it was drawn last. Never drops what has the
 * focus. What is not watched is always near.
 */
export function useNear({ begins, rows, watched }: { begins: boolean; rows: number; watched: boolean }) {
  const place = useRef<HTMLTableSectionElement>(null);
  const [isNear, setNear] = useState(begins);
  const [height, setHeight] = useState(rows * ROW_PX);
  // The element is another one when it turns from rows to a gap: watched anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const element = place.current;
    if (element === null || !watched) return;
    reports.set(element, (near) => {
      if (!near && element.contains(document.activeElement)) return;
      if (!near && element.offsetHeight > 0) setHeight(element.offsetHeight);
      setNear(near);
    });
    watching().observe(element);
    return () => watching().unobserve(element);
  }, [isNear, watched]);
  return { place, isNear: isNear || !watched, height };
}
