/** Who argued what, how strongly, and on which facts; then what the supervisor made of it. */

import type { Decision, Stance, Verdict } from '../core/contract';
import { el } from '../core/dom';
import { percent, signedRatio, words } from '../core/format';
import type { Facts } from './facts';

const stances: Record<Stance, { sign: string; tone: string }> = {
  long: { sign: '▲', tone: 'up' },
  short: { sign: '▼', tone: 'down' },
  neutral: { sign: '–', tone: 'quiet' },
  abstain: { sign: '○', tone: 'quiet' },
};

const roles: Record<Verdict['role'], string> = { analyst: 'analyst', devilsAdvocate: 'devil’s advocate', risk: 'risk' };

export function argument(decision: Decision, facts: Facts): HTMLElement {
  const verdicts = decision.verdicts.length > 0
    ? el('ol', { class: 'verdicts' }, ...decision.verdicts.map(verdict => verdictCard(verdict, facts)))
    : el('p', { class: 'none' }, 'No agent spoke.');
  return el(
    'section',
    { class: 'argument', 'aria-labelledby': 'argument-title' },
    el('h3', { id: 'argument-title' }, 'The argument'),
    el('p', { class: 'lede' }, tally(decision.verdicts)),
    verdicts,
    ruling(decision),
  );
}

/** `3 for long, 1 for short, 1 neutral.` */
function tally(verdicts: Verdict[]): string {
  const many = (stance: Stance): number => verdicts.filter(verdict => verdict.stance === stance).length;
  const parts = [
    [many('long'), 'for long'],
    [many('short'), 'for short'],
    [many('neutral'), 'neutral'],
    [many('abstain'), 'abstaining'],
  ].filter(([count]) => count !== 0);
  return parts.length === 0 ? '' : `${parts.map(part => part.join(' ')).join(', ')}.`;
}

function verdictCard(verdict: Verdict, facts: Facts): HTMLElement {
  const { sign, tone } = stances[verdict.stance];
  const danger = verdict.role === 'risk';
  return el(
    'li',
    { class: `verdict ${tone}`, 'data-role': verdict.role, 'data-stance': verdict.stance },
    el(
      'header',
      {},
      el('h4', {}, verdict.agent),
      el('span', { class: 'role' }, [roles[verdict.role], verdict.horizon].filter(Boolean).join(' · ')),
      danger
        ? el('span', { class: 'stance quiet' }, `danger ${percent(verdict.confidence, 0)}`)
        : el('span', { class: `stance ${tone}` }, `${sign} ${verdict.stance}${verdict.stance === 'abstain' ? '' : ` ${percent(verdict.confidence, 0)}`}`),
    ),
    lean(verdict),
    verdict.reasons.length === 0 ? el('p', { class: 'none' }, 'No reason given.') : el('ul', { class: 'reasons' }, ...verdict.reasons.map(reason => el('li', {}, reason))),
    verdict.citations.length === 0 ? null : el('div', { class: 'chips', role: 'group', 'aria-label': `Facts ${verdict.agent} rests on` }, ...verdict.citations.map(citation => facts.chip(citation))),
  );
}

/** Short to the left, long to the right, as far as the agent is sure. */
function lean(verdict: Verdict): HTMLElement {
  const confidence = verdict.confidence ?? 0;
  if (verdict.role === 'risk') return track('danger', confidence, `danger ${percent(confidence, 0)}`);
  const signed = verdict.stance === 'long' ? confidence : verdict.stance === 'short' ? -confidence : 0;
  return balance(signed, verdict.stance === 'neutral' || verdict.stance === 'abstain' ? words(verdict.stance) : `${verdict.stance} ${percent(confidence, 0)}`);
}

/** A bar from the middle; `value` in [−1, 1]. */
export function balance(value: number, label: string): HTMLElement {
  const share = Math.min(1, Math.abs(value)) * 50;
  const fill = el('span', { class: `fill ${value < 0 ? 'down' : 'up'}` });
  fill.style.width = `${share.toFixed(2)}%`;
  if (value < 0) fill.style.left = `${(50 - share).toFixed(2)}%`;
  return el('div', { class: 'balance', role: 'img', 'aria-label': label }, fill);
}

function track(tone: string, share: number, label: string): HTMLElement {
  const fill = el('span', { class: `fill ${tone}` });
  fill.style.width = `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  return el('div', { class: 'track', role: 'img', 'aria-label': label }, fill);
}

function ruling({ supervisor }: Decision): HTMLElement {
  const verdict = { approve: '✓ Approved', modify: '◐ Approved with less confidence', reject: '✕ Rejected' }[supervisor.ruling];
  return el(
    'div',
    { class: 'ruling', 'data-ruling': supervisor.ruling },
    el('h4', {}, 'Supervisor'),
    el('p', { class: 'verdict-word' }, verdict),
    el('ul', { class: 'reasons' }, ...supervisor.reasons.map(reason => el('li', {}, reason))),
  );
}

/** How the verdicts became one number, and whether that number was enough. */
export function fusion({ fusion: fused }: Decision): HTMLElement {
  const largest = Math.max(1e-9, ...fused.weights.map(term => Math.abs(term.contribution ?? 0)));
  const rows = fused.weights.map(term =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, term.agent),
      el('td', { class: 'number' }, percent(term.weight, 0)),
      el('td', { class: 'bar' }, balance((term.contribution ?? 0) / largest, `contributes ${signedRatio(term.contribution)}`)),
      el('td', { class: 'number' }, signedRatio(term.contribution)),
    ),
  );
  return el(
    'section',
    { class: 'fusion', 'aria-labelledby': 'fusion-title' },
    el('h3', { id: 'fusion-title' }, 'Fusion'),
    fused.weights.length === 0
      ? el('p', { class: 'none' }, 'Nothing to fuse: no analyst had an opinion.')
      : el(
          'table',
          {},
          el('thead', {}, el('tr', {}, ...['Agent', 'Weight', 'Short ← → long', 'Adds'].map(name => el('th', { scope: 'col' }, name)))),
          el('tbody', {}, ...rows),
          el('tfoot', {}, el('tr', {}, el('th', { scope: 'row' }, 'Score'), el('td', {}), el('td', {}), el('td', { class: 'number' }, signedRatio(fused.score)))),
        ),
    probability(fused.probability, fused.threshold),
  );
}

function probability(chance: number | null, threshold: number | null): HTMLElement | null {
  if (chance === null || threshold === null) return null;
  const says = chance >= threshold ? 'enough for long' : chance <= 1 - threshold ? 'enough for short' : 'not enough for either side';
  const point = el('span', { class: 'point' });
  point.style.left = `${(chance * 100).toFixed(2)}%`;
  const long = el('span', { class: 'zone up' });
  long.style.left = `${(threshold * 100).toFixed(2)}%`;
  const short = el('span', { class: 'zone down' });
  short.style.width = `${((1 - threshold) * 100).toFixed(2)}%`;
  return el(
    'div',
    { class: 'probability' },
    el('div', { class: 'scale', role: 'img', 'aria-label': `Probability of a higher price ${percent(chance, 1)}; ${says}` }, short, long, point),
    el('p', {}, el('strong', {}, percent(chance, 1)), ` for a higher price: ${says} (long from ${percent(threshold, 1)}, short below ${percent(1 - threshold, 1)}).`),
  );
}
