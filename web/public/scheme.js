// Before the first paint: the colour scheme that was chosen, or the system's.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('fairlead-color-scheme');
  } catch {
    // Storage may be blocked; the system's scheme will do.
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-color-scheme', dark ? 'dark' : 'light');
})();
