/** What the account was worth, all along. */

import { AreaSeries, createChart, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts';
import type { EquityPoint } from '../core/contract';
import { el, setAttribute, setText } from '../core/dom';
import { money, percent } from '../core/format';
import type { Store } from '../core/store';
import { chartOptions, onPalette, palette } from './chart-theme';

const drawnEvery = 250;
/** Up to so many points are drawn one by one; beyond, drawing the curve afresh is cheaper. */
const fewPoints = 8;

export class EquityPanel {
  readonly root: HTMLElement;
  private readonly facts = el('p', { class: 'aside' });
  private readonly state = el('p', { class: 'empty' }, 'No equity recorded yet.');
  private readonly host = el('div', { class: 'chart equity', role: 'img' });
  private chart: IChartApi | null = null;
  private series: ISeriesApi<'Area'> | null = null;
  private settling: number | undefined;
  private due: EquityPoint[] = [];

  constructor(private readonly store: Store) {
    this.root = el(
      'section',
      { class: 'panel equity-panel', 'aria-labelledby': 'equity-title' },
      el('header', {}, el('h2', { id: 'equity-title' }, 'Equity'), this.facts),
      el('div', { class: 'stage' }, this.host, this.state),
    );
    store.on('equity', () => this.showAll());
    store.on('equityPoint', point => this.add(point));
  }

  enter(): void {
    if (this.chart) return;
    this.chart = createChart(this.host, chartOptions(palette()));
    this.series = this.chart.addSeries(AreaSeries, {
      lineWidth: 2,
      priceLineVisible: false,
      priceFormat: { type: 'custom', formatter: money, minMove: 0.01 },
    });
    this.series.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.06 } });
    onPalette(colours => {
      this.chart?.applyOptions(chartOptions(colours));
      this.series?.applyOptions({ lineColor: colours.accent, topColor: colours.accentFade, bottomColor: colours.accentNone });
    });
    this.showAll();
  }

  private showAll(): void {
    const byTime = new Map(this.store.equity.map(point => [point.time, point]));
    const points = [...byTime.values()].sort((a, b) => a.time - b.time);
    this.series?.setData(points.map(asPoint));
    this.settle();
  }

  private add(point: EquityPoint): void {
    this.due.push(point);
    this.settling ??= window.setTimeout(() => this.draw(), drawnEvery);
  }

  private draw(): void {
    if (this.due.length > fewPoints) {
      this.showAll();
      return;
    }
    for (const point of this.due) this.series?.update(asPoint(point));
    this.settle();
  }

  private settle(): void {
    clearTimeout(this.settling);
    this.settling = undefined;
    this.due = [];
    this.showWhole();
    this.describe();
  }

  /** The whole curve, with room on the left for the label of its first day. */
  private showWhole(): void {
    const many = this.series?.data().length ?? 0;
    if (many > 0) this.chart?.timeScale().setVisibleLogicalRange({ from: -0.02 * many, to: 1.01 * many });
  }

  private describe(): void {
    const points = this.store.equity;
    const latest = points.at(-1);
    this.state.hidden = latest !== undefined;
    if (!latest) return;
    let lowest = latest.equity;
    let deepest = 0;
    for (const point of points) {
      lowest = Math.min(lowest, point.equity);
      deepest = Math.max(deepest, point.drawdown ?? 0);
    }
    setText(this.facts, `lowest ${money(lowest)} · deepest drawdown ${percent(deepest)}`);
    setAttribute(this.host, 'aria-label', `Equity curve of ${points.length} points; now ${money(latest.equity)}, lowest ${money(lowest)}, deepest drawdown ${percent(deepest)}.`);
  }
}

function asPoint(point: EquityPoint): { time: UTCTimestamp; value: number } {
  return { time: point.time as UTCTimestamp, value: point.equity };
}
