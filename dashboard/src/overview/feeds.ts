/** Whether the market still reaches the desk, and how much happened since it started. */

import type { Counters, Feed } from '../core/contract';
import { el, setText, showItems } from '../core/dom';
import { age, count } from '../core/format';
import type { Store } from '../core/store';

const signs: Record<Feed['state'], string> = { ok: '●', stale: '◐', mute: '○', broken: '✕' };

export class Feeds {
  readonly root: HTMLElement;
  private readonly list = el('ul', { class: 'feed-list' });
  private readonly empty = el('p', { class: 'none' }, 'No feed has spoken yet.');

  constructor(store: Store) {
    this.root = el(
      'section',
      { class: 'panel feeds', 'aria-labelledby': 'feeds-title' },
      el('header', {}, el('h2', { id: 'feeds-title' }, 'Feeds')),
      this.list,
      this.empty,
    );
    store.on('desk', desk => {
      showItems(this.list, desk.feeds, feed => feed.topic, feedRow);
      this.empty.hidden = desk.feeds.length > 0;
    });
  }
}

function feedRow(feed: Feed): HTMLElement {
  return el(
    'li',
    { 'data-state': feed.state },
    el('span', { class: 'sign', 'aria-hidden': 'true' }, signs[feed.state]),
    el('span', { class: 'topic', title: feed.topic }, feed.topic),
    el('span', { class: 'say' }, feed.state),
    el('span', { class: 'number', title: 'Age of the latest message' }, age(feed.ageSeconds)),
  );
}

const counted: [keyof Counters, string][] = [
  ['frames', 'Frames'],
  ['bars', 'Bars'],
  ['decisions', 'Decisions'],
  ['orders', 'Orders'],
  ['fills', 'Fills'],
  ['refusals', 'Refusals'],
  ['dataIssues', 'Data issues'],
];

export class CounterPanel {
  readonly root: HTMLElement;

  constructor(store: Store) {
    const cells = counted.map(([name, label]) => ({ name, label, value: el('dd', {}, '–') }));
    this.root = el(
      'section',
      { class: 'panel counters', 'aria-labelledby': 'counters-title' },
      el('header', {}, el('h2', { id: 'counters-title' }, 'Since the start')),
      el('dl', {}, ...cells.map(cell => el('div', {}, el('dt', {}, cell.label), cell.value))),
    );
    store.on('desk', desk => cells.forEach(cell => setText(cell.value, count(desk.counters[cell.name]))));
  }
}
