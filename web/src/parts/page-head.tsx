import { type ReactNode, useEffect } from 'react';

/** What this page is: its heading, and the name of the tab. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Fairlead`;
  }, [title]);
  return (
    <div className="page-head stack close">
      <h1>{title}</h1>
      {children}
    </div>
  );
}
