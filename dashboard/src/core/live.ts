/** Keeps the store in step with the desk: the stream for what happens, a fresh fetch whenever something may be missing. */

import { fetchDecisions, fetchEquity, fetchFills } from './api';
import type { Store } from './store';

const fillsShown = 500;
export const decisionsPage = 200;
const refetchEveryAtMost = 1_500;
/** The desk says something at least every two seconds. */
const silenceMax = 8_000;
const retryAfter = [500, 1_000, 2_000, 4_000];

export class Live {
  private source: EventSource | null = null;
  private heard = Date.now();
  private attempts = 0;
  private retry: number | undefined;
  private refetchTimer: number | undefined;
  private lastRefetch = 0;
  /** What the stream said while documents were on their way, which may be older than it. */
  private meanwhile: (() => void)[] | null = null;

  constructor(private readonly store: Store) {
    store.on('refetch', () => this.refetchSoon());
  }

  start(): void {
    this.connect();
    setInterval(() => this.watch(), 1_000);
  }

  private connect(): void {
    this.source?.close();
    this.heard = Date.now();
    const source = new EventSource('/api/stream');
    this.source = source;
    source.onopen = () => {
      this.attempts = 0;
      this.hear();
      this.store.setConnection({ state: 'live' });
      // Whatever happened while nobody listened is in the documents.
      this.store.tell('refetch', null);
    };
    source.onerror = () => this.lose();
    this.listen(source, 'desk', data => this.store.setDesk(data));
    this.listen(source, 'bar', data => this.store.tell('bar', data));
    this.listen(source, 'fill', data => this.take(() => this.store.addFill(data)));
    this.listen(source, 'equity', data => this.take(() => this.store.addEquity(data)));
    this.listen(source, 'decision', data => this.take(() => this.store.addDecision(data)));
    this.listen(source, 'gap', () => this.store.tell('refetch', null));
    this.listen(source, 'beat', () => undefined);
  }

  // The desk and the page are built from one tree, so the stream's shapes are the contract's.
  private listen(source: EventSource, name: string, take: (data: any) => void): void {
    source.addEventListener(name, event => {
      if (source !== this.source) return;
      this.hear();
      take(JSON.parse((event as MessageEvent<string>).data));
    });
  }

  private take(apply: () => void): void {
    apply();
    this.meanwhile?.push(apply);
  }

  private hear(): void {
    this.heard = Date.now();
  }

  private watch(): void {
    if (this.store.connection.state === 'live' && Date.now() - this.heard > silenceMax) this.lose();
  }

  private lose(): void {
    this.source?.close();
    this.source = null;
    if (this.store.connection.state !== 'lost') this.store.setConnection({ state: 'lost', since: new Date() });
    clearTimeout(this.retry);
    const wait = retryAfter[Math.min(this.attempts++, retryAfter.length - 1)];
    this.retry = window.setTimeout(() => this.connect(), wait);
  }

  private refetchSoon(): void {
    if (this.refetchTimer !== undefined) return;
    const wait = Math.max(0, this.lastRefetch + refetchEveryAtMost - Date.now());
    this.refetchTimer = window.setTimeout(() => {
      this.refetchTimer = undefined;
      this.lastRefetch = Date.now();
      void this.refetch();
    }, wait);
  }

  private async refetch(): Promise<void> {
    this.meanwhile = [];
    try {
      // Not the desk itself: the stream brings it first and whenever it changes, and a fetched one could be older.
      const [fills, equity, decisions] = await Promise.all([fetchFills(fillsShown), fetchEquity(), fetchDecisions(decisionsPage)]);
      this.store.setAll(fills, equity, decisions);
      for (const apply of this.meanwhile) apply();
    } catch {
      // A desk that does not answer has also dropped the stream; reconnecting fetches again.
    } finally {
      this.meanwhile = null;
    }
  }
}
