import { useEffect, useRef, useState } from 'react';

/** What single keys do at the moment, by `KeyboardEvent.key`. */
export type Keys = Readonly<Record<string, (() => void) | undefined>>;

const REMEMBERED = 'fairlead-keys';

/** Single keys can be switched off (WCAG 2.1.4): who dictates would set them off by talking. */
export function readKeysOn(): boolean {
  try {
    return localStorage.getItem(REMEMBERED) !== 'off';
  } catch {
    return true;
  }
}

export function useKeysOn() {
  const [isOn, setOn] = useState(readKeysOn);
  const change = (wanted: boolean) => {
    setOn(wanted);
    try {
      localStorage.setItem(REMEMBERED, wanted ? 'on' : 'off');
    } catch {
      // Storage may be blocked: then it lasts as long as the page.
    }
  };
  return { isOn, change };
}

const typed = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file']);

/** Whether what has the focus takes letters itself. */
export function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !typed.has(target.type);
  return target.isContentEditable || target.matches('textarea, select');
}

/** Listens for single keys, never while somebody types, holds Ctrl, Alt or Meta, or a dialog is open. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing)
        return;
      if (takesLetters(event.target) || document.querySelector('dialog[open]') !== null) return;
      const act = current.current[event.key];
      // `?` always works: it is how one finds the switch.
      if (act === undefined || (event.key !== '?' && !readKeysOn())) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
