/** Asks the desk. Every failure becomes one sentence. */

import type { Bar, CatalogueEntry, ControlAction, Decision, DecisionSummary, EquityPoint, FeatureSeries, Fill, Metrics } from './contract';

export class DeskError extends Error {
  constructor(message: string, readonly status: number) {
    super(message);
  }
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { cache: 'no-store', ...init });
  } catch {
    throw new DeskError('The desk does not answer.', 0);
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  throw new DeskError(sentenceIn(body) ?? `The desk answered ${response.status}.`, response.status);
}

function sentenceIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { error, message } = body as { error?: unknown; message?: unknown };
  if (typeof error === 'string') return error;
  return typeof message === 'string' ? message : null;
}

const part = encodeURIComponent;

export const fetchEquity = (): Promise<EquityPoint[]> => ask('/api/equity');
export const fetchFills = (limit: number): Promise<Fill[]> => ask(`/api/fills?limit=${limit}`);
export const fetchMetrics = (): Promise<Metrics> => ask('/api/metrics');
export const fetchDecision = (id: string): Promise<Decision> => ask(`/api/decisions/${part(id)}`);

export const fetchBars = (symbol: string, timeframe: string, limit: number): Promise<Bar[]> =>
  ask(`/api/bars?symbol=${part(symbol)}&timeframe=${part(timeframe)}&limit=${limit}`);

export const fetchFeatures = (symbol: string, timeframe: string, names: readonly string[], limit: number): Promise<FeatureSeries> =>
  ask(`/api/features?symbol=${part(symbol)}&timeframe=${part(timeframe)}&names=${names.map(part).join(',')}&limit=${limit}`);

/** The browser keeps it and asks only whether it is still the same. */
export const fetchCatalogue = (): Promise<CatalogueEntry[]> => ask('/api/catalogue', { cache: 'default' });

export const fetchDecisions = (limit: number, before?: string): Promise<DecisionSummary[]> =>
  ask(`/api/decisions?limit=${limit}${before === undefined ? '' : `&before=${part(before)}`}`);

export const control = (action: ControlAction): Promise<{ accepted: boolean; message: string }> =>
  ask('/api/control', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Parley-Control': '1' },
    body: JSON.stringify({ action }),
  });
