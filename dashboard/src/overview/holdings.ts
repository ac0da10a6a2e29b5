/** What the desk holds and what it has out at the venue. */

import type { Desk, OpenOrder, Position } from '../core/contract';
import { el, setText, showItems } from '../core/dom';
import { price, quantity, signClass, signedMoney, words } from '../core/format';
import type { Store } from '../core/store';

export class Positions {
  readonly root: HTMLElement;
  private readonly list = el('ul', { class: 'rows' });
  private readonly empty = el('p', { class: 'none' }, 'Waiting for the desk…');

  constructor(store: Store) {
    this.root = panel('positions', 'Positions', this.list, this.empty);
    store.on('desk', desk => this.show(desk));
  }

  private show(desk: Desk): void {
    const open = desk.positions.filter(position => position.quantity !== 0);
    showItems(this.list, open, position => position.symbol, positionRow);
    this.empty.hidden = open.length > 0;
    setText(this.empty, 'Flat: no open position.');
  }
}

function positionRow(position: Position): HTMLElement {
  const long = position.quantity > 0;
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'lead' },
      side(long, long ? 'long' : 'short'),
      el('strong', {}, `${quantity(Math.abs(position.quantity))} ${position.symbol}`),
      el('span', { class: `number ${signClass(position.unrealised)}`, title: 'Unrealised' }, signedMoney(position.unrealised)),
    ),
    el(
      'div',
      { class: 'detail' },
      el('span', {}, `entry ${price(position.averageEntry)}`),
      el('span', {}, `mark ${price(position.mark)}`),
      position.stop === null
        ? el('span', { class: 'warn' }, '⚠ no stop at the venue')
        : el('span', {}, `stop ${price(position.stop)}`),
    ),
  );
}

export class OpenOrders {
  readonly root: HTMLElement;
  private readonly list = el('ul', { class: 'rows' });
  private readonly empty = el('p', { class: 'none' }, 'Waiting for the desk…');

  constructor(store: Store) {
    this.root = panel('orders', 'Open orders', this.list, this.empty);
    store.on('desk', desk => this.show(desk));
  }

  private show(desk: Desk): void {
    showItems(this.list, desk.openOrders, order => order.id, orderRow);
    this.empty.hidden = desk.openOrders.length > 0;
    setText(this.empty, 'No order is out.');
  }
}

function orderRow(order: OpenOrder): HTMLElement {
  const at = order.stop ?? order.limit;
  return el(
    'li',
    { title: order.id },
    el(
      'div',
      { class: 'lead' },
      side(order.side === 'buy', order.side),
      el('strong', {}, `${quantity(order.quantity)} ${order.symbol}`),
      el('span', { class: 'number' }, at === null ? 'at market' : `${order.stop !== null ? 'stop' : 'limit'} ${price(at)}`),
    ),
    el('div', { class: 'detail' }, el('span', {}, words(order.phase)), order.reduceOnly ? el('span', {}, 'reduce only') : null),
  );
}

function side(up: boolean, name: string): HTMLElement {
  return el('span', { class: `side ${up ? 'up' : 'down'}` }, `${up ? '▲' : '▼'} ${name}`);
}

function panel(id: string, title: string, ...content: HTMLElement[]): HTMLElement {
  return el('section', { class: `panel ${id}`, 'aria-labelledby': `${id}-title` }, el('header', {}, el('h2', { id: `${id}-title` }, title)), ...content);
}
