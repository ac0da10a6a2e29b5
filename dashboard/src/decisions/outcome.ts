/** An outcome in a sign and a word. */

import type { DecisionSummary, Outcome } from '../core/contract';
import { el } from '../core/dom';

export function outcomeMark(decision: Pick<DecisionSummary, 'outcome' | 'side'>): HTMLElement {
  const { sign, name, tone } = describe(decision);
  return el('span', { class: `outcome ${tone}` }, el('span', { class: 'sign', 'aria-hidden': 'true' }, sign), name);
}

export function describe({ outcome, side }: Pick<DecisionSummary, 'outcome' | 'side'>): { sign: string; name: string; tone: string } {
  const up = side === 'buy';
  const simple: Record<Exclude<Outcome, 'enter'>, { sign: string; name: string; tone: string }> = {
    exit: { sign: '■', name: 'exit', tone: 'quiet' },
    hold: { sign: '–', name: 'hold', tone: 'quiet' },
    refused: { sign: '✕', name: 'refused', tone: 'warn' },
    abstained: { sign: '○', name: 'abstained', tone: 'quiet' },
  };
  if (outcome !== 'enter') return simple[outcome];
  return up ? { sign: '▲', name: 'long', tone: 'up' } : { sign: '▼', name: 'short', tone: 'down' };
}

export type Filter = 'all' | Outcome;

export const filters: { filter: Filter; label: string }[] = [
  { filter: 'all', label: 'All' },
  { filter: 'enter', label: 'Entered' },
  { filter: 'exit', label: 'Exited' },
  { filter: 'hold', label: 'Held' },
  { filter: 'refused', label: 'Refused' },
  { filter: 'abstained', label: 'Abstained' },
];
