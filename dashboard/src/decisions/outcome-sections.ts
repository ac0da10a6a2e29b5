/** What the risk gate said to it, and what became of the orders. */

import type { Decision, Intent, Order, Risk, RiskCheck } from '../core/contract';
import { el } from '../core/dom';
import { capital, moment, money, plain, price, quantity, words } from '../core/format';

const signs: Record<RiskCheck['outcome'], string> = { Passed: '✓', Reduced: '◐', Refused: '✕' };

export function riskGate({ risk }: Decision): HTMLElement {
  return el(
    'section',
    { class: 'risk', 'aria-labelledby': 'risk-title' },
    el('h3', { id: 'risk-title' }, 'Risk gate'),
    ...(risk === null ? [el('p', { class: 'none' }, 'Nothing was put to the gate.')] : [el('p', { class: 'lede' }, gateSentence(risk)), checks(risk)]),
  );
}

function gateSentence(risk: Risk): string {
  if (risk.allowed) {
    const reduced = risk.checks.filter(check => check.outcome === 'Reduced').length;
    return `Allowed ${quantity(risk.quantity)}${reduced === 0 ? '' : `, reduced by ${reduced} ${reduced === 1 ? 'rule' : 'rules'}`}; ${risk.checks.length} rules asked.`;
  }
  const refusal = risk.checks.find(check => check.outcome === 'Refused');
  return refusal ? `Refused by ${words(refusal.rule)}.` : 'Refused.';
}

function checks(risk: Risk): HTMLElement {
  const names = ['Rule', 'Outcome', 'Measured', 'Limit', 'Why'];
  return el(
    'table',
    { class: 'checks' },
    el('thead', {}, el('tr', {}, ...names.map(name => el('th', { scope: 'col' }, name)))),
    el('tbody', {}, ...risk.checks.map(check =>
      el(
        'tr',
        { 'data-outcome': check.outcome },
        el('th', { scope: 'row' }, capital(words(check.rule))),
        el('td', { class: 'check-outcome' }, `${signs[check.outcome]} ${check.outcome.toLowerCase()}`),
        el('td', { class: 'number', 'data-label': 'measured' }, plain(check.measured)),
        el('td', { class: 'number', 'data-label': 'limit' }, plain(check.limit)),
        el('td', { class: 'why' }, check.explanation),
      ),
    )),
  );
}

export function orders(decision: Decision): HTMLElement {
  const byId = new Map(decision.orders.map(order => [order.id, order]));
  const cards = decision.intents.map(intent => orderCard(intent, byId.get(intent.id)));
  const others = decision.orders.filter(order => !decision.intents.some(intent => intent.id === order.id));
  return el(
    'section',
    { class: 'orders-section', 'aria-labelledby': 'orders-section-title' },
    el('h3', { id: 'orders-section-title' }, 'Orders and their outcome'),
    cards.length + others.length === 0
      ? el('p', { class: 'none' }, 'The decision asked for no order.')
      : el('ol', { class: 'order-cards' }, ...cards, ...others.map(order => orderCard(null, order))),
  );
}

function orderCard(intent: Intent | null, order: Order | undefined): HTMLElement {
  return el(
    'li',
    { class: 'order-card' },
    el(
      'header',
      {},
      intent === null
        ? el('h4', {}, 'Order')
        : el('h4', {}, el('span', { class: intent.side === 'buy' ? 'side up' : 'side down' }, intent.side === 'buy' ? '▲ Buy' : '▼ Sell'), ` ${asked(intent)}`),
      el('span', { class: 'phase' }, order ? words(order.phase) : 'not sent'),
    ),
    order ? result(order) : null,
    el('p', { class: 'order-id' }, intent?.id ?? order?.id ?? ''),
  );
}

/** `0.25 at market`, `0.25 as a stop at 61,200.00, reduce only`. */
function asked(intent: Intent): string {
  const at = intent.stop !== null ? `stop at ${price(intent.stop)}` : intent.limit !== null ? `limit ${price(intent.limit)}` : 'at market';
  return `${quantity(intent.quantity)} ${at}${intent.reduceOnly ? ', reduce only' : ''}`;
}

function result(order: Order): HTMLElement {
  const fees = order.fills.reduce((sum, fill) => sum + fill.fee, 0);
  const summary = order.filled > 0
    ? `Filled ${quantity(order.filled)} at ${price(order.averagePrice)} on average, fees ${money(fees)}.`
    : 'Nothing filled.';
  return el(
    'div',
    { class: 'result' },
    el('p', {}, order.reason ? `${summary} ${order.reason}` : summary),
    order.fills.length === 0
      ? null
      : el(
          'table',
          { class: 'fills' },
          el('thead', {}, el('tr', {}, ...['Time', 'Price', 'Quantity', 'Fee'].map(name => el('th', { scope: 'col' }, name)))),
          el('tbody', {}, ...order.fills.map(fill =>
            el(
              'tr',
              {},
              el('td', {}, moment(fill.time, 'time')),
              el('td', { class: 'number' }, price(fill.price)),
              el('td', { class: 'number' }, quantity(fill.quantity)),
              el('td', { class: 'number' }, money(fill.fee)),
            ),
          )),
        ),
  );
}
