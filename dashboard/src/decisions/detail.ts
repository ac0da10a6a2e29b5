/** One decision, told in the order in which it was made. */

import type { Decision } from '../core/contract';
import { el } from '../core/dom';
import { moment, percent, quantity, signClass, signedMoney } from '../core/format';
import { argument, fusion } from './argument';
import { Facts } from './facts';
import { hashes } from './hashes';
import { describe } from './outcome';
import { orders, riskGate } from './outcome-sections';
import { snapshotPane } from './snapshot';

export function decisionDetail(decision: Decision): HTMLElement {
  const facts = new Facts();
  // First, so that the argument's citations know the facts they point at.
  const snapshot = snapshotPane(decision.snapshot, facts);
  return el(
    'article',
    { class: 'decision', 'aria-labelledby': 'decision-title' },
    heading(decision),
    el('div', { class: 'reasoning' }, argument(decision, facts), fusion(decision), riskGate(decision), orders(decision), hashes(decision)),
    snapshot,
  );
}

function heading(decision: Decision): HTMLElement {
  const { sign, tone } = describe(decision);
  const figures: [string, string, string][] = [
    ['Confidence', percent(decision.confidence, 1), ''],
    ['Probability', percent(decision.probability, 1), ''],
    ['Quantity', quantity(decision.quantity), ''],
    ['Net profit', signedMoney(decision.netProfit), signClass(decision.netProfit)],
  ];
  return el(
    'header',
    { class: 'decision-head' },
    el('a', { class: 'back', href: '#/decisions' }, '← All decisions'),
    el('h2', { id: 'decision-title' }, el('span', { class: `sign ${tone}`, 'aria-hidden': 'true' }, `${sign} `), titleOf(decision)),
    el('p', { class: 'when' }, moment(decision.at), ` · ${decision.snapshot.trigger} close`),
    el('p', { class: 'summary' }, decision.summary),
    el('dl', {}, ...figures.map(([label, value, tone]) => el('div', {}, el('dt', {}, label), el('dd', { class: tone }, value)))),
  );
}

function titleOf({ outcome, side, symbol }: Decision): string {
  const direction = side === 'buy' ? 'long' : side === 'sell' ? 'short' : null;
  switch (outcome) {
    case 'enter':
      return `Entered ${direction ?? ''} on ${symbol}`.replace('  ', ' ');
    case 'exit':
      return `Closed the position in ${symbol}`;
    case 'hold':
      return `Held ${symbol} as it was`;
    case 'refused':
      return direction === null ? `Refused on ${symbol}` : `Wanted ${direction} on ${symbol}; the risk gate refused`;
    case 'abstained':
      return `Abstained on ${symbol}`;
  }
}
