/** The decisions: the list beside the one being read. */

import { DeskError, fetchDecision } from '../core/api';
import type { DecisionSummary } from '../core/contract';
import { el } from '../core/dom';
import type { Store } from '../core/store';
import { decisionDetail } from './detail';
import { DecisionList } from './list';

export class DecisionsPage {
  readonly root: HTMLElement;
  private readonly list: DecisionList;
  private readonly stage = el('div', { class: 'decision-stage', 'aria-live': 'off' });
  private asked: string | null = null;
  private shown: string | null = null;
  /** What the list said of the shown decision when it was fetched: an order fills, a trade closes, and that changes. */
  private shownAs: string | undefined;
  private request = 0;

  constructor(private readonly store: Store) {
    this.list = new DecisionList(store);
    this.root = el('div', { class: 'decisions' }, el('h1', { class: 'unseen' }, 'Decisions'), this.list.root, this.stage);
    store.on('decisions', () => this.follow());
    store.on('fills', fills => {
      if (this.shown !== null && fills.at(-1)?.decisionId === this.shown) void this.load(this.shown);
    });
  }

  enter(id: string | null): void {
    this.asked = id;
    this.root.dataset['reading'] = String(id !== null);
    this.follow();
  }

  /** Shows what is asked for, or the newest; again when what is known of it changed. */
  private follow(): void {
    if (!this.root.isConnected) return;
    const id = this.asked ?? this.shown ?? this.list.newest?.id ?? null;
    this.list.select(id);
    if (id === null) {
      const text = this.store.loaded ? 'When the desk decides something, its argument is read here.' : 'Loading…';
      this.stage.replaceChildren(el('p', { class: 'empty' }, text));
    } else if (id !== this.shown || JSON.stringify(this.summaryOf(id)) !== this.shownAs) {
      void this.load(id);
    }
  }

  private summaryOf(id: string): DecisionSummary | undefined {
    return this.store.decisions.find(decision => decision.id === id);
  }

  private async load(id: string): Promise<void> {
    const request = ++this.request;
    const fresh = id !== this.shown;
    this.shown = id;
    this.shownAs = JSON.stringify(this.summaryOf(id));
    let content: HTMLElement;
    try {
      content = decisionDetail(await fetchDecision(id));
    } catch (error) {
      const text = error instanceof DeskError ? error.message : 'This decision could not be shown.';
      content = el('p', { class: 'empty', role: 'alert' }, text);
    }
    if (request !== this.request) return;
    const searching = this.stage.querySelector('.feature-filter:focus') !== null;
    this.stage.replaceChildren(content);
    if (searching) this.stage.querySelector<HTMLInputElement>('.feature-filter')?.focus({ preventScroll: true });
    if (fresh) this.stage.scrollTop = 0;
  }
}
