/** How much of each limit is used up, with marks where the desk begins to care. */

import type { Desk } from '../core/contract';
import { el, setAttribute, setText } from '../core/dom';
import { multiple, percent } from '../core/format';
import type { Store } from '../core/store';

interface Gauge {
  label: string;
  used: (desk: Desk) => number;
  limit: (desk: Desk) => number;
  format: (value: number) => string;
}

const gauges: Gauge[] = [
  { label: 'Loss today', used: desk => desk.account.dayLoss, limit: desk => desk.limits.dailyLoss, format: percent },
  { label: 'Loss this week', used: desk => desk.account.weekLoss, limit: desk => desk.limits.weeklyLoss, format: percent },
  { label: 'Drawdown', used: desk => desk.account.drawdown, limit: desk => desk.limits.drawdown, format: percent },
  { label: 'Leverage', used: leverageOf, limit: desk => desk.limits.leverage, format: multiple },
];

/** Gross exposure as a multiple of equity. */
function leverageOf({ positions, account }: Desk): number {
  const gross = positions.reduce((sum, position) => sum + Math.abs(position.quantity * position.mark), 0);
  return account.equity > 0 ? gross / account.equity : 0;
}

function levelOf(share: number): { level: string; say: string } {
  if (share >= 1) return { level: 'breach', say: 'limit reached' };
  if (share >= 0.8) return { level: 'near', say: 'near the limit' };
  if (share >= 0.5) return { level: 'half', say: 'past half' };
  return { level: 'calm', say: 'used' };
}

export class Limits {
  readonly root: HTMLElement;
  private readonly rows = gauges.map(gauge => new Row(gauge));

  constructor(store: Store) {
    this.root = el(
      'section',
      { class: 'panel limits', 'aria-labelledby': 'limits-title' },
      el('header', {}, el('h2', { id: 'limits-title' }, 'Limits'), el('p', { class: 'aside' }, 'marks at 50 % and 80 %')),
      ...this.rows.map(row => row.root),
    );
    store.on('desk', desk => this.rows.forEach(row => row.show(desk)));
  }
}

class Row {
  readonly root: HTMLElement;
  private readonly figure = el('span', { class: 'figure' }, '–');
  private readonly say = el('span', { class: 'say' });
  private readonly fill = el('span', { class: 'fill' });
  private readonly meter: HTMLElement;

  constructor(private readonly gauge: Gauge) {
    this.meter = el(
      'div',
      { class: 'meter', role: 'meter', 'aria-label': `${gauge.label} against its limit`, 'aria-valuemin': '0', 'aria-valuemax': '100' },
      this.fill,
      el('span', { class: 'mark half' }),
      el('span', { class: 'mark near' }),
    );
    this.root = el('div', { class: 'limit' }, el('span', {}, gauge.label, this.say), this.figure, this.meter);
  }

  show(desk: Desk): void {
    const used = this.gauge.used(desk);
    const limit = this.gauge.limit(desk);
    const share = limit > 0 ? used / limit : 0;
    const { level, say } = levelOf(share);
    const rounded = Math.round(share * 100);
    setAttribute(this.root, 'data-level', level);
    setText(this.figure, `${this.gauge.format(used)} of ${this.gauge.format(limit)}`);
    setText(this.say, `${rounded} % ${say}`);
    this.fill.style.width = `${Math.min(100, Math.max(0, share * 100)).toFixed(1)}%`;
    setAttribute(this.meter, 'aria-valuenow', String(Math.min(100, rounded)));
    setAttribute(this.meter, 'aria-valuetext', `${rounded} % ${say}`);
  }
}
