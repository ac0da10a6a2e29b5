/** The account in one line. */

import type { Desk } from '../core/contract';
import { el, setAttribute, setText } from '../core/dom';
import { money, signClass, signedMoney, signedPercent } from '../core/format';
import type { Store } from '../core/store';

interface Figure {
  label: string;
  title?: string;
  value: (desk: Desk) => { text: string; sign?: number };
}

const figures: Figure[] = [
  { label: 'Equity', title: 'Cash plus positions at their mark', value: desk => ({ text: money(desk.account.equity) }) },
  { label: 'Return', title: 'Since the starting balance', value: desk => gain(returnOf(desk), signedPercent) },
  { label: 'Realised', title: 'Closed trades, before fees and funding', value: desk => gain(desk.account.realised, signedMoney) },
  { label: 'Unrealised', title: 'Open positions at their mark', value: desk => gain(desk.account.unrealised, signedMoney) },
  // A fee is a cost: shown with the sign it has for the account.
  { label: 'Fees', value: desk => gain(-desk.account.fees, signedMoney) },
  { label: 'Funding', title: 'Received less paid', value: desk => gain(desk.account.funding, signedMoney) },
  { label: 'Cash', value: desk => ({ text: money(desk.account.cash) }) },
];

function returnOf({ account }: Desk): number | null {
  return account.startingBalance > 0 ? account.equity / account.startingBalance - 1 : null;
}

function gain(value: number | null, format: (value: number | null) => string): { text: string; sign: number } {
  return { text: format(value), sign: value ?? 0 };
}

export class Figures {
  readonly root = el('dl', { class: 'figures', 'aria-label': 'Account' });
  private readonly values = figures.map(() => el('dd', {}, '–'));

  constructor(store: Store) {
    figures.forEach((figure, index) => {
      this.root.append(el('div', { title: figure.title }, el('dt', {}, figure.label), this.values[index] ?? null));
    });
    store.on('desk', desk => this.show(desk));
  }

  private show(desk: Desk): void {
    figures.forEach((figure, index) => {
      const cell = this.values[index];
      if (!cell) return;
      const { text, sign } = figure.value(desk);
      setText(cell, text);
      if (sign !== undefined) setAttribute(cell, 'class', signClass(sign));
    });
  }
}
