/** The process the desk runs in. */

import type { Metrics } from '../core/contract';
import { el, setText } from '../core/dom';
import { age, bytes, count } from '../core/format';

type Process = Metrics['process'];

const facts: { label: string; title: string; value: (process: Process) => string }[] = [
  { label: 'Version', title: 'Of the code that runs', value: process => process.version },
  { label: 'Uptime', title: 'Since this process started the desk', value: process => age(process.uptimeSeconds) },
  { label: 'Memory', title: "What the process holds of the machine's memory", value: process => bytes(process.memoryBytes) },
  { label: 'Frames per second', title: 'Read from the market, over the last second or so', value: process => count(process.framesPerSecond) },
];

export class ProcessFacts {
  readonly root = el('dl', { class: 'figures', 'aria-label': 'Process' });
  private readonly values = facts.map(() => el('dd', {}, '–'));

  constructor() {
    facts.forEach(({ label, title }, index) => this.root.append(el('div', { title }, el('dt', {}, label), this.values[index] ?? null)));
  }

  show(process: Process): void {
    facts.forEach((fact, index) => {
      const cell = this.values[index];
      if (cell) setText(cell, fact.value(process));
    });
  }
}
