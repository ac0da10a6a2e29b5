/** Asks before what cannot be taken back. Tightening is quick; loosening has to be typed. */

import type { ControlAction } from '../core/contract';
import { el } from '../core/dom';

export function confirmControl(action: ControlAction): Promise<boolean> {
  if (action === 'resume') return ask('Resume trading', 'The desk may open positions again. Type resume to confirm.', 'Resume', 'resume');
  if (action === 'flatten') return ask('Flatten', 'Every position is closed at the market. Realised losses stay realised.', 'Flatten now');
  return Promise.resolve(true);
}

function ask(title: string, text: string, verb: string, typed?: string): Promise<boolean> {
  const confirm = el('button', { type: 'button', class: 'primary', disabled: typed !== undefined }, verb);
  const cancel = el('button', { type: 'button' }, 'Cancel');
  const input = typed === undefined ? null : el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-label': `Type ${typed} to confirm` });
  const dialog = el(
    'dialog',
    { class: 'confirm', 'aria-labelledby': 'confirm-title' },
    el('h2', { id: 'confirm-title' }, title),
    el('p', {}, text),
    input,
    el('div', { class: 'actions' }, cancel, confirm),
  );
  document.body.append(dialog);
  return new Promise(resolve => {
    const finish = (agreed: boolean): void => {
      dialog.close();
      dialog.remove();
      resolve(agreed);
    };
    const matches = (): boolean => typed === undefined || input?.value.trim().toLowerCase() === typed;
    input?.addEventListener('input', () => (confirm.disabled = !matches()));
    input?.addEventListener('keydown', event => {
      if (event.key === 'Enter' && matches()) finish(true);
    });
    confirm.addEventListener('click', () => finish(true));
    cancel.addEventListener('click', () => finish(false));
    dialog.addEventListener('cancel', () => finish(false));
    dialog.showModal();
    (input ?? cancel).focus();
  });
}
