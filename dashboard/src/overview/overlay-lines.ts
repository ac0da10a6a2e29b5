/** Features as lines: those that are prices over the candles, others in panes of their own below. */

import { LineSeries, type IChartApi, type ISeriesApi, type LineData, type UTCTimestamp, type WhitespaceData } from 'lightweight-charts';
import type { Palette } from './chart-theme';

export interface OverlayLine {
  name: string;
  /** Lines of one scale share a pane; null is the price's own. */
  scale: string | null;
  points: readonly { time: number; value: number | null }[];
  format: (value: number) => string;
}

const paneHeight = 84;

export class OverlayLines {
  private series: ISeriesApi<'Line'>[] = [];
  private shown = '';

  constructor(private readonly chart: IChartApi, private readonly host: HTMLElement, private colours: Palette) {}

  show(lines: readonly OverlayLine[]): void {
    const layout = JSON.stringify(lines.map(line => [line.name, line.scale]));
    if (layout !== this.shown) this.arrange(lines);
    this.shown = layout;
    lines.forEach((line, index) => this.series[index]?.setData(line.points.map((_, place) => pointAt(line.points, place))));
  }

  paint(colours: Palette): void {
    this.colours = colours;
    this.series.forEach((series, index) => series.applyOptions({ color: this.colourAt(index) }));
  }

  private arrange(lines: readonly OverlayLine[]): void {
    this.series.forEach(series => this.chart.removeSeries(series));
    const scales = [...new Set(lines.map(line => line.scale).filter(scale => scale !== null))];
    this.series = lines.map((line, index) =>
      this.chart.addSeries(
        LineSeries,
        {
          color: this.colourAt(index),
          lineWidth: 2,
          priceLineVisible: false,
          lastValueVisible: false,
          crosshairMarkerRadius: 3,
          priceFormat: { type: 'custom', formatter: line.format, minMove: 1e-8 },
        },
        line.scale === null ? 0 : 1 + scales.indexOf(line.scale),
      ),
    );
    // The price keeps its height; every pane below makes the chart taller.
    this.host.style.height = '';
    if (scales.length === 0) return;
    const own = this.host.clientHeight;
    this.host.style.height = `${own + scales.length * paneHeight}px`;
    this.chart.panes().forEach((pane, place) => pane.setStretchFactor(place === 0 ? own : paneHeight));
  }

  private colourAt(index: number): string {
    return this.colours.lines[index % this.colours.lines.length] ?? this.colours.accent;
  }
}

/** A line never crosses what is not known: the stretch after the last value before a gap is not drawn. */
function pointAt(points: OverlayLine['points'], place: number): LineData<UTCTimestamp> | WhitespaceData<UTCTimestamp> {
  const { time: seconds, value } = points[place] ?? { time: 0, value: null };
  const time = seconds as UTCTimestamp;
  if (value === null) return { time };
  return points[place + 1]?.value === null ? { time, value, color: 'transparent' } : { time, value };
}
