/** Gives the charts the page's colours, and again when the reader's system changes between light and dark. */

import { ColorType, CrosshairMode, type ChartOptions, type DeepPartial } from 'lightweight-charts';

export interface Palette {
  text: string;
  line: string;
  gain: string;
  loss: string;
  accent: string;
  volume: string;
  accentFade: string;
  accentNone: string;
  /** Of features drawn over the price, one after another. */
  lines: string[];
}

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: colour('--muted'),
    line: colour('--hair'),
    gain: colour('--gain-fill'),
    loss: colour('--loss-fill'),
    accent: colour('--accent'),
    volume: colour('--chart-volume'),
    accentFade: colour('--chart-fade'),
    accentNone: colour('--chart-none'),
    lines: [1, 2, 3, 4, 5, 6, 7, 8].map(number => colour(`--overlay-${number}`)),
  };
}

export function chartOptions(colours: Palette): DeepPartial<ChartOptions> {
  return {
    autoSize: true,
    layout: {
      // The credit the library asks for stands in the footer; its own logo would need inline styles.
      attributionLogo: false,
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: colours.text,
      panes: { separatorColor: colours.line, separatorHoverColor: colours.line, enableResize: false },
      fontSize: 11,
      fontFamily: getComputedStyle(document.body).fontFamily,
    },
    grid: { vertLines: { color: colours.line }, horzLines: { color: colours.line } },
    rightPriceScale: { borderVisible: false },
    timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false, rightOffset: 4 },
    crosshair: { mode: CrosshairMode.Normal },
    // A page scrolls; a chart inside it must not swallow the gesture.
    handleScroll: { vertTouchDrag: false, mouseWheel: false, pressedMouseMove: true, horzTouchDrag: true },
    handleScale: { mouseWheel: false, pinch: true, axisPressedMouseMove: true },
  };
}

/** Calls back now and whenever the colour scheme changes. */
export function onPalette(apply: (colours: Palette) => void): void {
  apply(palette());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => apply(palette()));
}
