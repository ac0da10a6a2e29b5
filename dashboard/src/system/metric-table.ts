/** Every metric by the name it has everywhere, with what it stands at; those told apart by tags open and close. */

import type { Metric } from '../core/contract';
import { el, setAttribute, setText, showItems } from '../core/dom';
import { figureOf, tagsOf, totalOf, unitOf } from './metric-text';

/** Longer lists than this are closed until somebody opens them. */
const openUpTo = 4;

export class MetricTable {
  readonly root: HTMLTableElement;
  private readonly groups = new Map<string, MetricGroup>();

  constructor() {
    this.root = el(
      'table',
      { class: 'metrics', 'aria-labelledby': 'metrics-title' },
      el(
        'thead',
        {},
        el('tr', {}, el('th', { scope: 'col' }, 'Metric'), el('th', { scope: 'col', class: 'unit' }, 'Unit'), el('th', { scope: 'col', class: 'number' }, 'Now')),
      ),
    );
  }

  show(metrics: readonly Metric[]): void {
    const byName = new Map<string, Metric[]>();
    for (const metric of metrics) {
      const series = byName.get(metric.name);
      if (series) series.push(metric);
      else byName.set(metric.name, [metric]);
    }
    let before: Element | null = this.root.tHead;
    for (const [name, series] of byName) {
      let group = this.groups.get(name);
      if (!group) {
        group = new MetricGroup(series);
        this.groups.set(name, group);
        // Metrics come sorted by name, so a new one has its place behind the one before it.
        before?.after(group.root);
      }
      group.show(series);
      before = group.root;
    }
  }
}

class MetricGroup {
  readonly root = el('tbody');
  private readonly total = el('td', { class: 'number' });
  private readonly toggle = el('button', { type: 'button', class: 'toggle', hidden: true });
  private readonly head: HTMLTableRowElement;
  private open: boolean | null = null;
  private series: readonly Metric[] = [];

  constructor(series: readonly Metric[]) {
    const [first] = series;
    this.root.dataset['name'] = first?.name ?? '';
    this.head = el(
      'tr',
      { class: 'head' },
      el(
        'th',
        { scope: 'rowgroup' },
        el('code', {}, ...breakable(first?.name ?? '')),
        el('span', { class: 'kind' }, first?.kind === 'upDownCounter' ? 'up-down counter' : (first?.kind ?? '')),
        this.toggle,
        el('span', { class: 'description' }, first?.description ?? ''),
      ),
      el('td', { class: 'unit', title: first?.unit }, first ? unitOf(first) : ''),
      this.total,
    );
    this.toggle.addEventListener('click', () => {
      this.open = !this.isOpen;
      this.show(this.series);
    });
  }

  show(series: readonly Metric[]): void {
    this.series = series;
    setText(this.total, totalOf(series));
    const parts = series.filter(one => Object.keys(one.tags).length > 0 || one.spread !== null);
    this.toggle.hidden = parts.length <= openUpTo;
    setAttribute(this.toggle, 'aria-expanded', String(this.isOpen));
    setText(this.toggle, `${this.isOpen ? '▾' : '▸'} ${parts.length} by tag`);
    const shown = this.isOpen ? parts : [];
    showItems(this.root, [null, ...shown], one => (one === null ? '' : `of ${tagsOf(one)}`), one => (one === null ? this.head : partRow(one)));
  }

  private get isOpen(): boolean {
    return this.open ?? this.series.length <= openUpTo;
  }
}

function partRow(metric: Metric): HTMLElement {
  const tags = tagsOf(metric);
  // A spread is a sentence: beside its tags where there is room, below them where there is not.
  return metric.kind === 'histogram'
    ? el('tr', { class: 'part' }, el('td', { colspan: '3', class: 'spread' }, el('div', {}, el('span', { class: 'tags' }, tags || 'all'), el('span', {}, figureOf(metric)))))
    : el('tr', { class: 'part' }, el('th', { scope: 'row', colspan: '2', class: 'tags' }, tags), el('td', { class: 'number' }, figureOf(metric)));
}

/** A name that may break behind its dots and nowhere else. */
function breakable(name: string): (Node | string)[] {
  return name.split(/(?<=\.)/).flatMap((part, index) => (index === 0 ? [part] : [el('wbr'), part]));
}
