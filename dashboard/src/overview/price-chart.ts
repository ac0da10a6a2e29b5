/** Candles, volume, fills as markers, and lines where the position was entered and where its stop rests. */

import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  LineStyle,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Bar, Fill, Position } from '../core/contract';
import { price, priceDecimals } from '../core/format';
import { chartOptions, onPalette, palette, type Palette } from './chart-theme';
import { OverlayLines } from './overlay-lines';

/** Up to so many bars are drawn one by one; beyond, drawing them all afresh is cheaper. */
const fewBars = 4;
/** A page open for days must not grow: beyond the first number of bars it goes back to the second. */
const barsMax = 3_000;
const barsKept = 1_000;

export class PriceChart {
  readonly overlays: OverlayLines;
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<'Candlestick'>;
  private readonly volume: ISeriesApi<'Histogram'>;
  private readonly markers: ISeriesMarkersPluginApi<Time>;
  private lines: IPriceLine[] = [];
  private linesShown = '';
  private bars: Bar[] = [];
  private fills: readonly Fill[] = [];
  private seconds = 60;
  private colours = palette();

  constructor(host: HTMLElement, onHover: (bar: Bar | null) => void) {
    this.chart = createChart(host, chartOptions(this.colours));
    this.volume = this.chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
    this.candles = this.chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.candles.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.18 } });
    this.markers = createSeriesMarkers(this.candles, []);
    this.overlays = new OverlayLines(this.chart, host, this.colours);
    this.chart.subscribeCrosshairMove(move => onHover(this.bars.find(bar => bar.time === move.time) ?? null));
    onPalette(colours => this.paint(colours));
  }

  /** Shows another instrument or timeframe, or the same afresh. */
  setBars(bars: Bar[], seconds: number, keepView: boolean): void {
    this.bars = ascending(bars);
    this.seconds = seconds;
    const minMove = 10 ** -priceDecimals(this.bars.at(-1)?.close ?? 0);
    this.candles.applyOptions({ priceFormat: { type: 'custom', formatter: price, minMove } });
    this.candles.setData(this.bars.map(bar => ({ ...bar, time: bar.time as UTCTimestamp })));
    this.volume.setData(this.bars.map(bar => this.volumeOf(bar)));
    this.showMarkers();
    if (!keepView) this.showLatest();
  }

  /** Adds bars, or changes the last one. Older ones are already part of what was fetched. */
  append(bars: Bar[]): void {
    const last = this.bars.at(-1)?.time ?? 0;
    const fresh = bars.filter(bar => bar.time >= last);
    if (fresh.length > fewBars || this.bars.length > barsMax) {
      this.setBars(this.bars.concat(fresh).slice(-barsKept), this.seconds, true);
      return;
    }
    for (const bar of fresh) {
      if (this.bars.at(-1)?.time === bar.time) this.bars.pop();
      this.bars.push(bar);
      this.candles.update({ ...bar, time: bar.time as UTCTimestamp });
      this.volume.update(this.volumeOf(bar));
    }
  }

  setFills(fills: readonly Fill[]): void {
    this.fills = fills;
    this.showMarkers();
  }

  setPosition(position: Position | undefined): void {
    const shown = position ? `${position.quantity}/${position.averageEntry}/${position.stop}` : '';
    if (shown === this.linesShown) return;
    this.linesShown = shown;
    this.lines.forEach(line => this.candles.removePriceLine(line));
    this.lines = [];
    if (!position || position.quantity === 0) return;
    this.addLine(position.averageEntry, this.colours.accent, position.quantity > 0 ? 'long' : 'short', LineStyle.Dashed);
    if (position.stop !== null) this.addLine(position.stop, this.colours.loss, 'stop', LineStyle.Dotted);
  }

  get latest(): Bar | undefined {
    return this.bars.at(-1);
  }

  get first(): Bar | undefined {
    return this.bars[0];
  }

  private addLine(at: number, color: string, title: string, lineStyle: LineStyle): void {
    this.lines.push(this.candles.createPriceLine({ price: at, color, title, lineStyle, lineWidth: 1, axisLabelVisible: true }));
  }

  private showLatest(): void {
    const shown = Math.max(30, Math.round(this.chart.options().width / 7) || 120);
    if (this.bars.length <= shown) this.chart.timeScale().fitContent();
    else this.chart.timeScale().setVisibleLogicalRange({ from: this.bars.length - shown, to: this.bars.length + 4 });
  }

  private showMarkers(): void {
    const from = this.bars[0]?.time ?? Infinity;
    const marks = new Map<string, SeriesMarker<Time>>();
    for (const fill of this.fills) {
      const time = fill.time - (fill.time % this.seconds);
      if (time < from) continue;
      const buys = fill.side === 'buy';
      // An order that fills in ten pieces within a bar is one act, and one mark.
      marks.set(`${fill.orderId}@${time}`, {
        time: time as UTCTimestamp,
        position: buys ? 'belowBar' : 'aboveBar',
        shape: fill.purpose === 'stop' ? 'square' : buys ? 'arrowUp' : 'arrowDown',
        color: buys ? this.colours.gain : this.colours.loss,
        text: fill.purpose,
      });
    }
    this.markers.setMarkers([...marks.values()].sort((a, b) => Number(a.time) - Number(b.time)));
  }

  private volumeOf(bar: Bar): { time: UTCTimestamp; value: number; color: string } {
    return { time: bar.time as UTCTimestamp, value: bar.volume ?? 0, color: this.colours.volume };
  }

  private paint(colours: Palette): void {
    this.colours = colours;
    this.chart.applyOptions(chartOptions(colours));
    this.candles.applyOptions({
      upColor: colours.gain,
      downColor: colours.loss,
      wickUpColor: colours.gain,
      wickDownColor: colours.loss,
    });
    this.overlays.paint(colours);
    this.volume.applyOptions({ color: colours.volume });
    this.volume.setData(this.bars.map(bar => this.volumeOf(bar)));
    this.showMarkers();
  }
}

/** The chart insists on strictly rising times; of equal ones the later word counts. */
function ascending(bars: readonly Bar[]): Bar[] {
  const byTime = new Map(bars.map(bar => [bar.time, bar]));
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}
