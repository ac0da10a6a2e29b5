/** What the page knows of the desk, and who wants to hear when it changes. */

import type { BarUpdate, DecisionSummary, Desk, EquityPoint, Fill } from './contract';

export type Connection = { state: 'connecting' } | { state: 'live' } | { state: 'lost'; since: Date };

/** Beyond these the page lets the oldest go: it is a window on the desk, not its archive. */
const fillsMax = 500;
const decisionsMax = 1_000;
const equityMax = 6_000;

interface Topics {
  desk: Desk;
  connection: Connection;
  bar: BarUpdate;
  fills: readonly Fill[];
  equity: readonly EquityPoint[];
  equityPoint: EquityPoint;
  decisions: readonly DecisionSummary[];
  /** Everything may have changed: fetch again what you show. */
  refetch: null;
}

type Listener<T> = (value: T) => void;

/** A desk at full speed says a hundred things a second; nobody reads lists faster than this. */
const listsEvery = 100;

export class Store {
  desk: Desk | null = null;
  connection: Connection = { state: 'connecting' };
  fills: Fill[] = [];
  equity: EquityPoint[] = [];
  /** Newest first. */
  decisions: DecisionSummary[] = [];
  /** False until the first answer: "none yet" and "not known yet" are different things. */
  loaded = false;

  private readonly due = new Set<string>();
  private readonly listeners: { [K in keyof Topics]?: Set<Listener<Topics[K]>> } = {};

  /** Calls back on every change of `topic` until the returned function is called. */
  on<K extends keyof Topics>(topic: K, listener: Listener<Topics[K]>): () => void {
    const set = (this.listeners[topic] ??= new Set() as never) as Set<Listener<Topics[K]>>;
    set.add(listener);
    return () => set.delete(listener);
  }

  tell<K extends keyof Topics>(topic: K, value: Topics[K]): void {
    (this.listeners[topic] as Set<Listener<Topics[K]>> | undefined)?.forEach(listener => listener(value));
  }

  private tellSoon(topic: 'fills' | 'decisions'): void {
    if (this.due.has(topic)) return;
    this.due.add(topic);
    setTimeout(() => {
      this.due.delete(topic);
      this.tell(topic, this[topic]);
    }, listsEvery);
  }

  setDesk(desk: Desk): void {
    this.desk = desk;
    this.tell('desk', desk);
  }

  setConnection(connection: Connection): void {
    this.connection = connection;
    this.tell('connection', connection);
  }

  setAll(fills: Fill[], equity: EquityPoint[], decisions: DecisionSummary[]): void {
    this.loaded = true;
    this.fills = fills;
    this.equity = equity;
    // Pages loaded further back stay, as long as the fresh ones reach down to them.
    const oldest = decisions.at(-1);
    const seam = oldest ? this.decisions.findIndex(held => held.id === oldest.id) : -1;
    this.decisions = seam >= 0 ? decisions.concat(this.decisions.slice(seam + 1)) : decisions;
    this.tell('fills', this.fills);
    this.tell('equity', this.equity);
    this.tell('decisions', this.decisions);
  }

  /** Taking the same fill twice, once by stream and once by document, leaves one. */
  addFill(fill: Fill): void {
    const same = JSON.stringify(fill);
    if (this.fills.slice(-50).some(held => JSON.stringify(held) === same)) return;
    this.fills.push(fill);
    if (this.fills.length > fillsMax) this.fills.splice(0, this.fills.length - fillsMax);
    this.tellSoon('fills');
  }

  /** Points come in order of time; one that does not is not part of this curve. */
  addEquity(point: EquityPoint): void {
    const last = this.equity.at(-1);
    if (last && point.time < last.time) return;
    if (last && point.time === last.time) this.equity.pop();
    this.equity.push(point);
    // The desk thins its curve to what a screen can show; too long a one is fetched again.
    if (this.equity.length > equityMax) this.tell('refetch', null);
    this.tell('equityPoint', point);
  }

  addDecision(decision: DecisionSummary): void {
    const held = this.decisions.findIndex(other => other.id === decision.id);
    if (held >= 0) this.decisions[held] = decision;
    else this.decisions.unshift(decision);
    if (this.decisions.length > decisionsMax) this.decisions.length = decisionsMax;
    this.tellSoon('decisions');
  }

  addOlder(decisions: DecisionSummary[]): void {
    const known = new Set(this.decisions.map(held => held.id));
    this.decisions.push(...decisions.filter(decision => !known.has(decision.id)));
    this.tell('decisions', this.decisions);
  }
}
