/** Metrics in words and figures. */

import type { Metric } from '../core/contract';
import { count, duration, money, plain, unknown } from '../core/format';

/** `{decision}` → `decision`: the braces are for machines. */
export function unitOf(metric: Metric): string {
  const bare = metric.unit.replace(/[{}]/g, '');
  return bare === '1' ? '' : bare;
}

/** What a metric stands at over all its tags; only counts can be added up. */
export function totalOf(series: readonly Metric[]): string {
  const [first] = series;
  if (!first) return unknown;
  if (first.kind === 'histogram') return series.length === 1 ? '' : `${count(sum(series.map(one => one.spread?.count ?? 0)))} measured`;
  if (series.length === 1 && Object.keys(first.tags).length === 0) return figureOf(first);
  return first.kind === 'gauge' ? '' : figure(sum(series.map(one => one.value ?? 0)), first);
}

export function figureOf(metric: Metric): string {
  if (metric.kind !== 'histogram') return figure(metric.value, metric);
  const { spread } = metric;
  if (!spread) return unknown;
  const show = (value: number): string => (metric.unit === 's' ? duration(value) : plain(value));
  return `p50 ${show(spread.p50)} · p99 ${show(spread.p99)} · max ${show(spread.max)} · ${count(spread.count)} measured`;
}

export function tagsOf(metric: Metric): string {
  return Object.entries(metric.tags).map(([name, value]) => `${name} ${value}`).join(' · ');
}

function figure(known: number | null, metric: Metric): string {
  // A counter nobody has counted on yet stands at nothing, which is known.
  const value = metric.kind === 'counter' ? (known ?? 0) : known;
  if (metric.unit === 's') return duration(value);
  if (metric.unit === '{quote}') return money(value);
  return value !== null && Number.isInteger(value) ? count(value) : plain(value);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
