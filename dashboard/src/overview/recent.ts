/** The latest decisions, each a link to its argument. */

import type { DecisionSummary } from '../core/contract';
import { el, setText, showItems } from '../core/dom';
import { moment, percent, signClass, signedMoney } from '../core/format';
import { outcomeMark } from '../decisions/outcome';
import { decisionPath } from '../core/router';
import type { Store } from '../core/store';

const shown = 8;

export class Recent {
  readonly root: HTMLElement;
  private readonly list = el('ol', { class: 'recent-list' });
  private readonly empty = el('p', { class: 'none' }, 'Loading decisions…');

  constructor(private readonly store: Store) {
    this.root = el(
      'section',
      { class: 'panel recent', 'aria-labelledby': 'recent-title' },
      el('header', {}, el('h2', { id: 'recent-title' }, 'Recent decisions'), el('a', { class: 'aside', href: '#/decisions' }, 'All decisions')),
      this.list,
      this.empty,
    );
    store.on('decisions', decisions => this.show(decisions));
  }

  private show(decisions: readonly DecisionSummary[]): void {
    showItems(this.list, decisions.slice(0, shown), decision => decision.id, row);
    this.empty.hidden = decisions.length > 0;
    if (this.store.loaded) setText(this.empty, 'No decision yet. The first comes when a bar closes and the features are warm.');
  }
}

function row(decision: DecisionSummary): HTMLElement {
  return el(
    'li',
    {},
    el(
      'a',
      { href: decisionPath(decision.id) },
      moment(decision.at, 'time'),
      outcomeMark(decision),
      el('span', { class: 'symbol' }, decision.symbol),
      el('span', { class: 'summary' }, decision.summary),
      el('span', { class: 'number', title: 'Confidence' }, decision.confidence ? percent(decision.confidence, 0) : ''),
      el('span', { class: `number profit ${signClass(decision.netProfit)}`, title: 'Net profit' }, decision.netProfit === null ? '' : signedMoney(decision.netProfit)),
    ),
  );
}
