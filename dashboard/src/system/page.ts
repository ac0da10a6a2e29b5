/** How the desk itself is: its process and everything it measures. */

import { DeskError, fetchMetrics } from '../core/api';
import { el, setText } from '../core/dom';
import { MetricTable } from './metric-table';
import { ProcessFacts } from './process-facts';

const askEvery = 2_000;

export class SystemPage {
  readonly root: HTMLElement;
  private readonly process = new ProcessFacts();
  private readonly table = new MetricTable();
  private readonly state = el('p', { class: 'none', role: 'status' }, 'Loading…');
  private timer: number | undefined;

  constructor() {
    this.root = el(
      'div',
      { class: 'system' },
      el('h1', { class: 'unseen' }, 'System'),
      this.process.root,
      el(
        'section',
        { class: 'panel', 'aria-labelledby': 'metrics-title' },
        el('header', {}, el('h2', { id: 'metrics-title' }, 'Metrics'), el('a', { class: 'aside', href: '/metrics' }, 'as text for a collector')),
        this.state,
        this.table.root,
      ),
    );
  }

  enter(): void {
    clearTimeout(this.timer);
    void this.ask();
  }

  private async ask(): Promise<void> {
    try {
      const { process, metrics } = await fetchMetrics();
      this.process.show(process);
      this.table.show(metrics);
      setText(this.state, metrics.length === 0 ? 'Nothing is measured here.' : '');
    } catch (error) {
      const text = error instanceof DeskError ? error.message : 'The metrics could not be shown.';
      setText(this.state, `${text} What you see may be out of date.`);
    }
    this.state.hidden = this.state.textContent === '';
    // Nobody is asked on behalf of a page that is not looked at; coming back asks again.
    clearTimeout(this.timer);
    if (this.root.isConnected) this.timer = window.setTimeout(() => void this.ask(), askEvery);
  }
}
