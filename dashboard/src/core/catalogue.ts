/** What each feature is, asked for once. */

import { fetchCatalogue } from './api';
import type { CatalogueEntry, FeatureKind } from './contract';

const warmUpUnits: Record<FeatureKind, string> = { bars: 'bars', flow: 's', funding: 'rates', reference: 'bars', market: 'bars' };

export class Catalogue {
  /** What a chart of one timeframe can show. */
  readonly bars: readonly CatalogueEntry[];
  private readonly entries: Map<string, CatalogueEntry>;

  constructor(entries: readonly CatalogueEntry[]) {
    this.entries = new Map(entries.map(entry => [`${entry.kind} ${entry.name}`, entry]));
    this.bars = entries.filter(entry => entry.kind === 'bars');
  }

  /** The feature called `name` in a snapshot's group: `5m`, `flow`, `vs_BTCUSDT`. */
  find(group: string, name: string): CatalogueEntry | undefined {
    return this.entries.get(`${kindOf(group)} ${name}`);
  }
}

function kindOf(group: string): FeatureKind | null {
  if (group === 'flow' || group === 'funding' || group === 'market') return group;
  if (group.startsWith('vs_')) return 'reference';
  return /^\d+[a-z]$/.test(group) ? 'bars' : null;
}

let asked: Promise<Catalogue> | null = null;

/** A desk that did not answer is asked again by the next who wants to know. */
export function catalogue(): Promise<Catalogue> {
  asked ??= fetchCatalogue().then(
    entries => new Catalogue(entries),
    (error: unknown) => {
      asked = null;
      throw error;
    },
  );
  return asked;
}

export function explain(entry: CatalogueEntry): string {
  const first = entry.warmUp > 0 ? ` First known after ${entry.warmUp} ${warmUpUnits[entry.kind]}.` : '';
  return `${entry.definition} In ${entry.units}.${first} Source: ${entry.source}.`;
}

/** The families in the catalogue's order, each with what belongs to it. */
export function byFamily<T extends { family?: string | null }>(items: readonly T[]): [string, T[]][] {
  const families = new Map<string, T[]>();
  for (const item of items) {
    const family = families.get(item.family ?? '');
    if (family) family.push(item);
    else families.set(item.family ?? '', [item]);
  }
  return [...families];
}
