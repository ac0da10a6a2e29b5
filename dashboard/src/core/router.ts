/** Where in the page we are; the address bar is the only place that remembers it. */

export type Route = { page: 'overview' } | { page: 'decisions'; id: string | null } | { page: 'system' };

export function currentRoute(): Route {
  const [page, id] = location.hash.replace(/^#\/?/, '').split('/', 2);
  if (page === 'system') return { page };
  if (page !== 'decisions') return { page: 'overview' };
  return { page: 'decisions', id: id ? decoded(id) : null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function decisionPath(id: string): string {
  return `#/decisions/${encodeURIComponent(id)}`;
}

/** Goes there without a new entry in the browser's history: walking a list is not visiting pages. */
export function replaceRoute(path: string): void {
  history.replaceState(null, '', path);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function onRoute(listener: (route: Route) => void): void {
  window.addEventListener('hashchange', () => listener(currentRoute()));
}
