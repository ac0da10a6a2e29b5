/** Everything the decision could see, and nothing else. */

import type { BookLevel, NewsItem, Snapshot } from '../core/contract';
import { el } from '../core/dom';
import { moment, plain, price, quantity, signedRatio, words } from '../core/format';
import type { Facts } from './facts';
import { features } from './features';

const levelsShown = 5;

export function snapshotPane(snapshot: Snapshot, facts: Facts): HTMLElement {
  return el(
    'aside',
    { class: 'snapshot', 'aria-labelledby': 'snapshot-title', tabindex: '0' },
    el('h3', { id: 'snapshot-title' }, 'The snapshot'),
    el('p', { class: 'lede' }, 'All agents and the risk gate saw this and nothing else. What somebody cites stands out.'),
    marketFacts(snapshot, facts),
    issues(snapshot.dataIssues),
    book(snapshot),
    account(snapshot, facts),
    news(snapshot.news, facts),
    // Last, because they are many.
    features(snapshot, facts),
  );
}

function marketFacts(snapshot: Snapshot, facts: Facts): HTMLElement {
  const last = row('last price', price(snapshot.lastPrice));
  facts.place('lastPrice', snapshot.lastPrice, last);
  return el(
    'dl',
    { class: 'facts' },
    row('as of', moment(snapshot.asOf)),
    row('asked by', `${snapshot.trigger} close`),
    last,
  );
}

function issues(dataIssues: string[]): HTMLElement | null {
  if (dataIssues.length === 0) return null;
  return el(
    'section',
    { class: 'issues' },
    el('h4', {}, '⚠ Data issues'),
    el('ul', {}, ...dataIssues.map(issue => el('li', {}, issue))),
  );
}

function book({ book: { bids, asks } }: Snapshot): HTMLElement {
  if (bids.length === 0 && asks.length === 0)
    return el('section', {}, el('h4', {}, 'book'), el('p', { class: 'none' }, 'No live book.'));
  const deepest = Math.max(...bids.slice(0, levelsShown).concat(asks.slice(0, levelsShown)).map(level => level.quantity));
  const levels = (side: BookLevel[], name: string): HTMLElement[] => side.slice(0, levelsShown).map(level => bookRow(level, name, deepest));
  return el(
    'section',
    { class: 'book' },
    el('h4', {}, 'book'),
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'side'), el('th', { scope: 'col' }, 'price'), el('th', { scope: 'col' }, 'quantity'))),
      el('tbody', {}, ...levels(asks, 'ask').reverse(), ...levels(bids, 'bid')),
    ),
  );
}

function bookRow(level: BookLevel, side: string, deepest: number): HTMLElement {
  const depth = el('span', { class: `depth ${side}`, 'aria-hidden': 'true' });
  depth.style.width = `${((level.quantity / deepest) * 100).toFixed(1)}%`;
  return el(
    'tr',
    {},
    el('td', {}, side),
    el('td', { class: 'number' }, price(level.price)),
    el('td', { class: 'number' }, depth, quantity(level.quantity)),
  );
}

function news(items: NewsItem[], facts: Facts): HTMLElement | null {
  if (items.length === 0) return null;
  const entries = items.map(item => {
    const entry = el(
      'li',
      {},
      el('p', { class: 'headline' }, item.headline),
      el('p', { class: 'source' }, `${item.source} · `, moment(item.publishedAt), item.sentiment === null ? ' · not scored' : ` · sentiment ${signedRatio(item.sentiment)}`),
    );
    facts.place(`news.${item.id}`, item.sentiment, entry);
    return entry;
  });
  return el('section', { class: 'news' }, el('h4', {}, 'news'), el('ul', {}, ...entries));
}

function account({ account: held }: Snapshot, facts: Facts): HTMLElement {
  const rows = Object.entries(held).map(([name, value]: [string, number | string]) => {
    if (typeof value === 'string') return row(name, words(value));
    const element = row(name, plain(value));
    facts.place(`account.${name}`, value, element);
    return element;
  });
  return el('section', {}, el('h4', {}, 'account'), el('dl', { class: 'facts' }, ...rows));
}

function row(name: string, value: string | HTMLElement): HTMLElement {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}
