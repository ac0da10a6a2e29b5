/** The features chosen for the chart: fetched, kept in step with the bars, drawn, and named with their values. */

import { fetchFeatures } from '../core/api';
import { catalogue, type Catalogue } from '../core/catalogue';
import { el, setText, showItems } from '../core/dom';
import { plain, price } from '../core/format';
import type { OverlayLines } from './overlay-lines';
import { OverlayMenu } from './overlay-menu';

const fetchedAtMostEvery = 1_000;
/** A value this many times larger or smaller than the price is not a price. */
const priceRatioMax = 4;
const quoteUnits = 'quote currency';

/** By time, in its order. */
type Values = Map<number, number | null>;

export class Overlays {
  readonly menu: HTMLElement;
  readonly legend = el('ul', { class: 'overlay-legend', 'aria-label': 'Features on the chart' });
  private readonly choice: OverlayMenu;
  private lines: OverlayLines | null = null;
  private known: Catalogue | null = null;
  private question = { symbol: '', timeframe: '', bars: 0 };
  private values = new Map<string, Values>();
  private hovered: number | null = null;
  private closed = 0;
  private timer: number | undefined;
  private lastFetch = 0;

  /** @param span The times of the first and the last candle: a feature is shown where there is a candle. */
  constructor(private readonly span: () => { from: number; to: number; close: number } | null) {
    this.choice = new OverlayMenu(() => void this.fetch(this.question.bars));
    this.menu = this.choice.root;
    this.choice.root.addEventListener('toggle', () => void this.ask());
  }

  drawOn(lines: OverlayLines): void {
    this.lines = lines;
  }

  /** Another instrument or timeframe, or the same afresh. */
  follow(symbol: string, timeframe: string, bars: number): void {
    const same = symbol === this.question.symbol && timeframe === this.question.timeframe;
    this.question = { symbol, timeframe, bars };
    if (!same) {
      this.values.clear();
      this.draw();
    }
    void this.fetch(bars);
  }

  /** Bars closed: the lines follow, at most once a second. */
  advance(bars: number): void {
    if (this.choice.chosen.length === 0) return;
    this.closed += bars;
    const wait = Math.max(0, this.lastFetch + fetchedAtMostEvery - Date.now());
    // Two more than were counted: the last one known may have been told before its features were.
    this.timer ??= window.setTimeout(() => void this.fetch(this.closed + 2), wait);
  }

  /** The values at the bar under the pointer; without one, the latest told. */
  hover(time: number | null): void {
    this.hovered = time;
    this.showLegend();
  }

  private async ask(): Promise<void> {
    if (this.known) return;
    try {
      this.known = await catalogue();
      this.choice.fill(this.known);
    } catch {
      // Asked again with the next fetch or when the menu is opened again.
    }
  }

  private async fetch(limit: number): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.closed = 0;
    this.lastFetch = Date.now();
    const { symbol, timeframe, bars } = this.question;
    if (this.choice.chosen.length > 0) await this.ask();
    const names = this.choice.chosen;
    if (names.length > 0 && symbol !== '') {
      try {
        const series = await fetchFeatures(symbol, timeframe, names, Math.min(limit, bars));
        if (symbol !== this.question.symbol || timeframe !== this.question.timeframe) return;
        for (const name of names) this.take(name, series.times, series.values[name] ?? [], limit >= bars);
      } catch {
        // The connection says what is wrong, and its return fetches again.
      }
    }
    this.draw();
  }

  /** A whole answer replaces what is held, but for what came while it was on its way. */
  private take(name: string, times: readonly number[], values: readonly (number | null)[], whole: boolean): void {
    const held: Values = new Map(this.values.get(name));
    const keptFrom = whole ? (times.at(-1) ?? 0) : (this.span()?.from ?? 0);
    for (const time of held.keys()) if (time < keptFrom) held.delete(time);
    times.forEach((time, index) => held.set(time, values[index] ?? null));
    this.values.set(name, new Map([...held].sort(([a], [b]) => a - b)));
  }

  private draw(): void {
    const span = this.span();
    this.lines?.show(this.choice.chosen.map(name => {
      const points = [...(this.values.get(name) ?? [])]
        .filter(([time]) => span !== null && time >= span.from && time <= span.to)
        .map(([time, value]) => ({ time, value }));
      const scale = this.scaleOf(name, points.findLast(point => point.value !== null)?.value ?? null, span?.close ?? 0);
      return { name, scale, points, format: scale === null ? price : plain };
    }));
    this.showLegend();
  }

  /** Null for a price; else what it shares a pane with. */
  private scaleOf(name: string, value: number | null, close: number): string | null {
    const entry = this.known?.bars.find(known => known.name === name);
    if (entry?.units !== quoteUnits) return entry?.units ?? name;
    // A range or a difference is in quote currency too, and would press the candles flat.
    if (value === null || close <= 0) return null;
    const ratio = Math.abs(value) / close;
    return ratio > 1 / priceRatioMax && ratio < priceRatioMax ? null : `${entry.family} in ${quoteUnits}`;
  }

  private showLegend(): void {
    showItems(this.legend, this.choice.chosen, name => name, name => this.legendItem(name));
    this.choice.chosen.forEach((name, index) => {
      const value = this.legend.children[index]?.querySelector('.value');
      const entry = this.known?.bars.find(known => known.name === name);
      const held = this.values.get(name);
      const shown = this.hovered === null ? [...(held?.values() ?? [])].at(-1) : held?.get(this.hovered);
      if (value) setText(value, entry?.units === quoteUnits ? price(shown) : plain(shown));
    });
  }

  private legendItem(name: string): HTMLElement {
    const remove = el('button', { type: 'button', 'aria-label': `Remove ${name}` }, '×');
    remove.addEventListener('click', () => this.choice.toggle(name));
    return el('li', { 'data-overlay': name }, el('span', { class: 'swatch', 'aria-hidden': 'true' }), name, el('span', { class: 'value' }), remove);
  }
}
