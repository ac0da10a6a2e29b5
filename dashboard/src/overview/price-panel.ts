/** The price of one instrument: which one, on which timeframe, and the chart. */

import { fetchBars } from '../core/api';
import type { Bar, BarUpdate, Desk } from '../core/contract';
import { el, setAttribute, setText, showItems } from '../core/dom';
import { count, price, quantity, signClass, signedPercent, utcDate, utcTime } from '../core/format';
import type { Store } from '../core/store';
import { Overlays } from './overlays';
import { PriceChart } from './price-chart';

const barsShown = 600;
const drawnEvery = 60;
const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

export class PricePanel {
  readonly root: HTMLElement;
  private readonly title = el('h2', { id: 'price-title' }, 'Price');
  private readonly last = el('span', { class: 'last' });
  private readonly change = el('span', { class: 'change' });
  private readonly symbols = el('select', { 'aria-label': 'Instrument', hidden: true });
  private readonly frames = el('div', { class: 'segments', role: 'group', 'aria-label': 'Timeframe' });
  private readonly readout = el('p', { class: 'readout' });
  private readonly state = el('p', { class: 'empty' }, 'Waiting for the first bars…');
  private readonly host = el('div', { class: 'chart price', role: 'img' });
  private readonly overlays = new Overlays(() => this.span());
  private chart: PriceChart | null = null;
  private symbol = '';
  private timeframe = '';
  private request = 0;
  /** Bars the stream brought while a document was on its way, which may be older than they are. */
  private meanwhile: Bar[] = [];
  private loading = false;
  /** Bars to be drawn with the next frame: a desk at full speed closes more of them than a screen shows. */
  private due: Bar[] = [];

  constructor(private readonly store: Store) {
    this.symbols.addEventListener('change', () => this.choose(this.symbols.value, this.timeframe));
    this.root = el(
      'section',
      { class: 'panel price-panel', 'aria-labelledby': 'price-title' },
      el('header', {}, this.title, this.symbols, this.last, this.change, this.overlays.menu, this.frames),
      this.readout,
      this.overlays.legend,
      el('div', { class: 'stage' }, this.host, this.state),
    );
    store.on('desk', desk => this.showDesk(desk));
    store.on('bar', bar => this.take(bar));
    store.on('fills', () => this.showFills());
    store.on('refetch', () => void this.load(true));
  }

  /** Charts measure the page, so they are made once the panel is in it. */
  enter(): void {
    if (this.chart) return;
    this.chart = new PriceChart(this.host, bar => this.showReadout(bar));
    this.overlays.drawOn(this.chart.overlays);
    this.showFills();
    void this.load(false);
  }

  /** Where there are candles, and the latest close. */
  private span(): { from: number; to: number; close: number } | null {
    const first = this.chart?.first;
    const latest = this.chart?.latest;
    return first && latest ? { from: first.time, to: latest.time, close: latest.close } : null;
  }

  private showDesk(desk: Desk): void {
    // With a choice, the choice is the title.
    const several = desk.symbols.length > 1;
    this.symbols.hidden = !several;
    this.title.classList.toggle('unseen', several);
    showItems(this.symbols, desk.symbols, name => name, name => el('option', { value: name }, name));
    showItems(this.frames, desk.timeframes, name => name, name => this.frameButton(name));
    if (!desk.symbols.includes(this.symbol) || !desk.timeframes.includes(this.timeframe)) {
      const symbol = desk.symbols.includes(this.symbol) ? this.symbol : desk.symbols[0];
      const timeframe = desk.timeframes.includes(this.timeframe) ? this.timeframe : desk.timeframes[0];
      if (symbol !== undefined && timeframe !== undefined) this.choose(symbol, timeframe);
    }
    this.chart?.setPosition(desk.positions.find(position => position.symbol === this.symbol));
  }

  private frameButton(name: string): HTMLElement {
    const button = el('button', { type: 'button', 'aria-pressed': String(name === this.timeframe) }, name);
    button.addEventListener('click', () => this.choose(this.symbol, name));
    return button;
  }

  private choose(symbol: string, timeframe: string): void {
    this.symbol = symbol;
    this.timeframe = timeframe;
    this.due = [];
    setText(this.title, symbol);
    this.symbols.value = symbol;
    for (const button of this.frames.children) setAttribute(button, 'aria-pressed', String(button.textContent === timeframe));
    this.showFills();
    void this.load(false);
  }

  private async load(keepView: boolean): Promise<void> {
    if (!this.chart || !this.symbol) return;
    const request = ++this.request;
    this.loading = true;
    this.meanwhile = [];
    let bars: Bar[];
    try {
      bars = await fetchBars(this.symbol, this.timeframe, barsShown);
    } catch {
      // The connection says what is wrong, and its return loads again.
      return;
    }
    // An answer that was overtaken by a newer question is not shown.
    if (request !== this.request) return;
    this.chart.setBars(bars.concat(this.meanwhile), secondsIn(this.timeframe), keepView && this.chart.latest !== undefined);
    this.loading = false;
    this.meanwhile = [];
    this.due = [];
    this.overlays.follow(this.symbol, this.timeframe, barsShown);
    this.chart.setPosition(this.store.desk?.positions.find(position => position.symbol === this.symbol));
    this.state.hidden = this.chart.latest !== undefined;
    setText(this.state, `No ${this.timeframe} bars of ${this.symbol} yet.`);
    this.showLast();
  }

  private take(update: BarUpdate): void {
    if (!this.chart || update.symbol !== this.symbol || update.timeframe !== this.timeframe) return;
    const { time, open, high, low, close, volume } = update;
    const bar = { time, open, high, low, close, volume };
    if (this.loading) push(this.meanwhile, bar);
    if (this.due.length === 0) setTimeout(() => this.draw(), drawnEvery);
    push(this.due, bar);
  }

  private draw(): void {
    const due = this.due;
    this.due = [];
    if (!this.chart || due.length === 0) return;
    this.chart.append(due);
    this.overlays.advance(due.length);
    this.state.hidden = true;
    this.showLast();
  }

  private showFills(): void {
    this.chart?.setFills(this.store.fills.filter(fill => fill.symbol === this.symbol));
  }

  private showLast(): void {
    const latest = this.chart?.latest;
    const first = this.chart?.first;
    if (!latest || !first) {
      setText(this.last, '');
      setText(this.change, '');
      return;
    }
    const move = first.open > 0 ? latest.close / first.open - 1 : null;
    setText(this.last, price(latest.close));
    setText(this.change, `${signedPercent(move)} over ${count((latest.time - first.time) / 3_600)} h`);
    setAttribute(this.change, 'class', `change ${signClass(move)}`);
    setAttribute(this.host, 'aria-label', `Candles of ${this.symbol}, ${this.timeframe} bars; latest close ${price(latest.close)}, ${signedPercent(move)} since the first bar shown.`);
    this.showReadout(null);
  }

  /** The bar under the pointer in figures, else the latest. */
  private showReadout(hovered: Bar | null): void {
    this.overlays.hover(hovered?.time ?? null);
    const bar = hovered ?? this.chart?.latest;
    if (!bar) return;
    const at = new Date(bar.time * 1000);
    const figures = [
      `${utcDate(at)} ${utcTime(at).slice(0, 5)} UTC`,
      `O ${price(bar.open)}`,
      `H ${price(bar.high)}`,
      `L ${price(bar.low)}`,
      `C ${price(bar.close)}`,
      `V ${quantity(round(bar.volume))}`,
    ];
    showItems(this.readout, figures, figure => figure.slice(0, 2), figure => el('span', {}, figure));
  }
}

function push(bars: Bar[], bar: Bar): void {
  bars.push(bar);
  if (bars.length > barsShown) bars.shift();
}

function round(volume: number | null): number | null {
  return volume === null ? null : Number(volume.toPrecision(6));
}

function secondsIn(timeframe: string): number {
  return (Number.parseInt(timeframe, 10) || 1) * (units[timeframe.slice(-1)] ?? 60);
}
