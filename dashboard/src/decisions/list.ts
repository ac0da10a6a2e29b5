/** The decisions, newest first: filter, walk with the arrow keys, open one. */

import { fetchDecisions } from '../core/api';
import type { DecisionSummary } from '../core/contract';
import { el, setAttribute, setText, showItems } from '../core/dom';
import { moment, percent, signClass, signedMoney } from '../core/format';
import { decisionsPage } from '../core/live';
import { decisionPath, replaceRoute } from '../core/router';
import type { Store } from '../core/store';
import { filters, outcomeMark, type Filter } from './outcome';

export class DecisionList {
  readonly root: HTMLElement;
  private readonly rows = el('ol', { class: 'decision-list' });
  private readonly state = el('p', { class: 'none', role: 'status' }, 'Loading decisions…');
  private readonly older = el('button', { type: 'button', class: 'older', hidden: true }, 'Load older decisions');
  private readonly buttons = new Map<Filter, HTMLButtonElement>();
  private filter: Filter = 'all';
  private selected: string | null = null;
  private exhausted = false;

  constructor(private readonly store: Store) {
    for (const { filter, label } of filters) {
      const button = el('button', { type: 'button', 'aria-pressed': String(filter === this.filter), 'data-filter': filter }, label);
      button.addEventListener('click', () => this.choose(filter));
      this.buttons.set(filter, button);
    }
    this.older.addEventListener('click', () => void this.loadOlder());
    document.addEventListener('keydown', event => this.walk(event));
    this.root = el(
      'section',
      { class: 'decision-pane', 'aria-labelledby': 'list-title' },
      el('header', {}, el('h2', { id: 'list-title' }, 'Decisions'), el('span', { class: 'aside keys' }, '↑ ↓ to walk')),
      el('div', { class: 'filters', role: 'group', 'aria-label': 'Show' }, ...this.buttons.values()),
      el('div', { class: 'scroller' }, this.rows, this.state, this.older),
    );
    store.on('decisions', () => this.show());
  }

  select(id: string | null): void {
    this.selected = id;
    this.mark();
  }

  /** The decision to open when none is asked for. */
  get newest(): DecisionSummary | undefined {
    return this.visible[0];
  }

  private get visible(): DecisionSummary[] {
    return this.filter === 'all' ? this.store.decisions : this.store.decisions.filter(decision => decision.outcome === this.filter);
  }

  private choose(filter: Filter): void {
    this.filter = filter;
    for (const [name, button] of this.buttons) setAttribute(button, 'aria-pressed', String(name === filter));
    this.show();
  }

  private show(): void {
    const visible = this.visible;
    showItems(this.rows, visible, decision => decision.id, row);
    this.mark();
    for (const { filter, label } of filters) {
      const button = this.buttons.get(filter);
      const all = this.store.decisions;
      const many = filter === 'all' ? all.length : all.filter(decision => decision.outcome === filter).length;
      if (button) setText(button, `${label} ${many}`);
    }
    this.state.hidden = !this.store.loaded || visible.length > 0;
    if (this.store.loaded) setText(this.state, this.store.decisions.length === 0 ? 'No decision yet. The first comes when a bar closes and the features are warm.' : 'None of the decisions loaded matches this filter.');
    this.older.hidden = this.exhausted || this.store.decisions.length < decisionsPage;
  }

  private mark(): void {
    const links = [...this.rows.querySelectorAll('a')];
    const current = links.find(link => link.dataset['id'] === this.selected);
    for (const link of links) {
      if (link === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
      // One stop of the Tab key for the whole list; the arrows move within.
      link.tabIndex = link === (current ?? links[0]) ? 0 : -1;
    }
  }

  private walk(event: KeyboardEvent): void {
    if (!this.root.isConnected || event.altKey || event.ctrlKey || event.metaKey) return;
    // From the list itself, or from nowhere in particular; anything else that has focus keeps its keys.
    const focused = document.activeElement;
    if (focused !== document.body && focused?.id !== 'main' && !this.rows.contains(focused)) return;
    const links = [...this.rows.querySelectorAll('a')];
    const at = links.findIndex(link => link === focused || (!this.rows.contains(focused) && link.dataset['id'] === this.selected));
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const target = links[Math.min(links.length - 1, Math.max(0, to))];
    const id = target?.dataset['id'];
    if (!target || id === undefined) return;
    replaceRoute(decisionPath(id));
    target.focus();
    target.scrollIntoView({ block: 'nearest' });
  }

  private async loadOlder(): Promise<void> {
    const oldest = this.store.decisions.at(-1);
    if (!oldest) return;
    this.older.disabled = true;
    try {
      const older = await fetchDecisions(decisionsPage, oldest.id);
      this.exhausted = older.length < decisionsPage;
      this.store.addOlder(older);
    } catch {
      setText(this.state, 'The older decisions could not be loaded; the desk does not answer.');
      this.state.hidden = false;
    } finally {
      this.older.disabled = false;
    }
  }
}

function row(decision: DecisionSummary): HTMLElement {
  return el(
    'li',
    {},
    el(
      'a',
      { href: decisionPath(decision.id), 'data-id': decision.id, tabindex: '-1' },
      el(
        'span',
        { class: 'line' },
        moment(decision.at, 'time'),
        outcomeMark(decision),
        el('span', { class: 'symbol' }, decision.symbol),
        decision.netProfit === null
          ? el('span', { class: 'number quiet', title: 'Confidence' }, decision.confidence ? percent(decision.confidence, 0) : '')
          : el('span', { class: `number ${signClass(decision.netProfit)}`, title: 'Net profit' }, signedMoney(decision.netProfit)),
      ),
      el('span', { class: 'summary' }, decision.summary),
    ),
  );
}
