/** The names by which this decision can be found and made again. */

import type { Decision } from '../core/contract';
import { el, setText } from '../core/dom';

export function hashes(decision: Decision): HTMLElement {
  const named: [string, string][] = [
    ['Decision', decision.id],
    ['Snapshot', decision.snapshotHash],
    ['Intent', decision.intentHash],
    ['Configuration', decision.configHash],
  ];
  return el(
    'section',
    { class: 'hashes', 'aria-labelledby': 'hashes-title' },
    el('h3', { id: 'hashes-title' }, 'Make it again'),
    el('p', { class: 'lede' }, el('code', {}, `parley replay ${decision.id}`), ' comes to the same intents from the same snapshot and configuration, or says what differs.'),
    el('dl', {}, ...named.map(([name, hash]) => el('div', {}, el('dt', {}, name), el('dd', {}, el('code', {}, hash), copyButton(name, hash))))),
  );
}

function copyButton(name: string, text: string): HTMLElement {
  const button = el('button', { type: 'button', class: 'copy', 'aria-label': `Copy ${name.toLowerCase()}` }, 'Copy');
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => setText(button, 'Copied'),
      () => setText(button, 'Not allowed'),
    );
    setTimeout(() => setText(button, 'Copy'), 1_500);
  });
  return button;
}
