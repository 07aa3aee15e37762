import { useState } from 'react';

/** Light or dark; remembered where storage is allowed (`public/scheme.js` reads it before the first paint). */
export function SchemeSwitch() {
  const [scheme, setScheme] = useState(() => document.documentElement.dataset.colorScheme ?? 'light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  const change = () => {
    document.documentElement.dataset.colorScheme = other;
    setScheme(other);
    try {
      localStorage.setItem('fairlead-color-scheme', other);
    } catch {
      // Storage may be blocked: then it lasts as long as the page.
    }
  };
  return (
    <button type="button" className="button second small" onClick={change}>
      {other === 'dark' ? 'Dark' : 'Light'}
    </button>
  );
}
