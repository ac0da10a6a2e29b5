/** Numbers and times as people read them. A number nobody knows is a dash, never a zero. */

import { el } from './dom';

export const unknown = '–';

type Maybe = number | null | undefined;

const cached = new Map<string, Intl.NumberFormat>();

function formatter(least: number, most: number, signed: boolean): Intl.NumberFormat {
  const name = `${least}/${most}/${signed}`;
  let made = cached.get(name);
  if (!made) {
    made = new Intl.NumberFormat('en-GB', {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
      signDisplay: signed ? 'exceptZero' : 'negative',
    });
    cached.set(name, made);
  }
  return made;
}

function show(value: Maybe, least: number, most: number, signed = false): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
  // A true minus is as wide as a digit; the hyphen is not.
  return formatter(least, most, signed).format(value).replace('-', '−');
}

/** Decimals a price of this size is read with. */
export function priceDecimals(price: number): number {
  const size = Math.abs(price);
  if (size >= 100) return 2;
  if (size >= 1) return 4;
  return size >= 0.01 ? 6 : 8;
}

export const price = (value: Maybe): string => show(value, 2, priceDecimals(value ?? 0));
export const money = (value: Maybe): string => show(value, 2, 2);
export const signedMoney = (value: Maybe): string => show(value, 2, 2, true);
export const quantity = (value: Maybe): string => show(value, 0, 8);
export const count = (value: Maybe): string => show(value, 0, 0);
export const ratio = (value: Maybe): string => show(value, 3, 3);
export const signedRatio = (value: Maybe): string => show(value, 3, 3, true);
export const multiple = (value: Maybe): string => (value == null ? unknown : `${show(value, 2, 2)}×`);

/** A fraction as a percentage. */
export function percent(fraction: Maybe, decimals = 2): string {
  return fraction == null ? unknown : `${show(fraction * 100, decimals, decimals)} %`;
}

export function signedPercent(fraction: Maybe): string {
  return fraction == null ? unknown : `${show(fraction * 100, 2, 2, true)} %`;
}

/** Any number, about five significant digits: features range from 1e-6 to 1e9. */
export function plain(value: Maybe): string {
  if (value == null || !Number.isFinite(value)) return unknown;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e9 || size < 1e-6) return value.toExponential(3).replace('-', '−');
  if (size >= 1_000) return show(value, 0, 2);
  return show(value, 0, Math.min(8, Math.max(2, 4 - Math.floor(Math.log10(size)))));
}

/** Seconds as an age. */
export function age(seconds: Maybe): string {
  if (seconds == null || !Number.isFinite(seconds)) return unknown;
  if (seconds < 10) return `${show(seconds, 1, 1)} s`;
  if (seconds < 120) return `${show(seconds, 0, 0)} s`;
  if (seconds < 7_200) return `${show(seconds / 60, 0, 0)} min`;
  return `${show(seconds / 3_600, 0, 1)} h`;
}

/** Seconds of work: from microseconds up. */
export function duration(seconds: Maybe): string {
  if (seconds == null || !Number.isFinite(seconds)) return unknown;
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 1e-3) return `${plain(roundTo(seconds * 1e6))} µs`;
  if (size < 1) return `${plain(roundTo(seconds * 1e3))} ms`;
  return size < 120 ? `${plain(roundTo(seconds))} s` : age(seconds);
}

/** Three significant digits: what a bucket or a clock knows. */
function roundTo(value: number): number {
  return Number(value.toPrecision(3));
}

/** Bytes as people count memory. */
export function bytes(value: Maybe): string {
  return value == null ? unknown : `${show(value / 1_048_576, 0, 0)} MiB`;
}

const two = (part: number): string => String(part).padStart(2, '0');

export function utcTime(at: Date): string {
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}

export function utcDate(at: Date): string {
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
}

/** A moment: UTC in sight, local time on hover. Takes ISO text or Unix seconds. */
export function moment(value: string | number, part: 'time' | 'full' = 'full'): HTMLElement {
  const at = new Date(typeof value === 'number' ? value * 1000 : value);
  if (Number.isNaN(at.getTime())) return el('span', {}, unknown);
  const text = part === 'time' ? utcTime(at) : `${utcDate(at)} ${utcTime(at)} UTC`;
  return el('time', { datetime: at.toISOString(), title: `${utcDate(at)} ${utcTime(at)} UTC · local ${at.toLocaleString()}` }, text);
}

/** The class that colours a number by its sign; the sign itself is always written too. */
export function signClass(value: Maybe): string {
  if (value == null || value === 0) return 'flat';
  return value > 0 ? 'gain' : 'loss';
}

/** `devilsAdvocate`, `ReduceOnly`, `stop_distance` → `devils advocate`, `reduce only`, `stop distance`. */
export function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').toLowerCase();
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
