/** What the desk may do right now, why, and the buttons that change it. */

import { control, DeskError } from '../core/api';
import type { ControlAction, Desk, Mode } from '../core/contract';
import { el, setAttribute, setText } from '../core/dom';
import type { Store } from '../core/store';
import { confirmControl } from './confirm';

const modes: Record<Mode, { sign: string; name: string; means: string }> = {
  Normal: { sign: '●', name: 'Normal', means: 'opens, reduces and cancels' },
  Guarded: { sign: '◐', name: 'Guarded', means: 'takes no new risk; reduces and cancels' },
  ReduceOnly: { sign: '▼', name: 'Reduce only', means: 'only reduces and cancels' },
  CancelOnly: { sign: '✕', name: 'Cancel only', means: 'only cancels' },
  Halted: { sign: '■', name: 'Halted', means: 'sends nothing; stops keep resting at the venue' },
};

const buttons: { action: ControlAction; label: string; title: string }[] = [
  { action: 'pause', label: 'Pause', title: 'Take no new risk; positions and their stops stay' },
  { action: 'reduce-only', label: 'Reduce only', title: 'Nothing but reducing and cancelling' },
  { action: 'flatten', label: 'Flatten', title: 'Close every position' },
  { action: 'halt', label: 'Halt', title: 'Send nothing any more' },
  { action: 'resume', label: 'Resume', title: 'Back to normal' },
];

export class Banner {
  readonly root: HTMLElement;
  private readonly sign = el('span', { class: 'sign', 'aria-hidden': 'true' }, '○');
  private readonly name = el('strong', { class: 'mode' }, 'Waiting for the desk');
  private readonly reason = el('span', { class: 'reason' });
  private readonly answer = el('p', { class: 'answer', role: 'status' });
  private readonly controls = new Map<ControlAction, HTMLButtonElement>();

  constructor(private readonly store: Store) {
    for (const { action, label, title } of buttons) {
      const button = el('button', { type: 'button', title, 'data-action': action, disabled: true }, label);
      button.addEventListener('click', () => void this.request(action));
      this.controls.set(action, button);
    }
    this.root = el(
      'section',
      { class: 'banner', 'aria-label': 'Trading mode', 'data-mode': 'none' },
      el('p', { class: 'state', 'aria-live': 'assertive', 'aria-atomic': 'true' }, this.sign, this.name, this.reason),
      el('div', { class: 'controls', role: 'group', 'aria-label': 'Control the desk' }, ...this.controls.values()),
      this.answer,
    );
    store.on('desk', desk => this.show(desk));
    store.on('connection', () => store.desk && this.show(store.desk));
  }

  private show(desk: Desk): void {
    const mode = modes[desk.mode];
    setAttribute(this.root, 'data-mode', desk.mode);
    setText(this.sign, mode.sign);
    setText(this.name, mode.name);
    setText(this.reason, desk.modeReason ? `${mode.means}. ${desk.modeReason}` : `${mode.means}.`);
    const deaf = desk.finished || this.store.connection.state !== 'live';
    for (const [action, button] of this.controls) {
      button.disabled = deaf || (action === 'resume' && desk.mode === 'Normal');
    }
  }

  private async request(action: ControlAction): Promise<void> {
    if (!(await confirmControl(action))) return;
    try {
      const result = await control(action);
      setText(this.answer, result.message);
      setAttribute(this.answer, 'data-outcome', 'taken');
    } catch (error) {
      setText(this.answer, error instanceof DeskError ? error.message : 'The request failed.');
      setAttribute(this.answer, 'data-outcome', 'refused');
    }
  }
}
