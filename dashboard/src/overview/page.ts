/** The desk at a glance. */

import { el } from '../core/dom';
import type { Store } from '../core/store';
import { EquityPanel } from './equity-panel';
import { CounterPanel, Feeds } from './feeds';
import { Figures } from './figures';
import { OpenOrders, Positions } from './holdings';
import { Limits } from './limits';
import { PricePanel } from './price-panel';
import { Recent } from './recent';

export class OverviewPage {
  readonly root: HTMLElement;
  private readonly price: PricePanel;
  private readonly equity: EquityPanel;

  constructor(store: Store) {
    this.price = new PricePanel(store);
    this.equity = new EquityPanel(store);
    const side = [new Limits(store), new Positions(store), new OpenOrders(store), new Feeds(store), new CounterPanel(store)];
    this.root = el(
      'div',
      { class: 'overview' },
      el('h1', { class: 'unseen' }, 'Overview'),
      new Figures(store).root,
      el('div', { class: 'main-column' }, this.price.root, this.equity.root, new Recent(store).root),
      el('div', { class: 'side-column' }, ...side.map(panel => panel.root)),
    );
  }

  enter(): void {
    this.price.enter();
    this.equity.enter();
  }
}
