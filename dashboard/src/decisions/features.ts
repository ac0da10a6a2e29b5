/** The features of one snapshot: by group, within it by family. A word typed above leaves only what it names. */

import { byFamily, catalogue, explain } from '../core/catalogue';
import type { FeatureGroup, Snapshot } from '../core/contract';
import { el, setText } from '../core/dom';
import { count, plain } from '../core/format';
import type { Facts } from './facts';

/** What the reader looked for and opened, kept from one decision to the next. */
const reader = { filter: '', open: new Map<string, boolean>() };

interface Row {
  element: HTMLElement;
  words: string;
}

interface Family {
  element: HTMLElement;
  rows: Row[];
}

interface Group {
  name: string;
  element: HTMLDetailsElement;
  families: Family[];
}

export function features(snapshot: Snapshot, facts: Facts): HTMLElement | null {
  if (snapshot.features.length === 0) return null;
  const groups = snapshot.features.map(group => groupSection(group, snapshot.trigger, facts));
  const filter = el('input', {
    type: 'search',
    class: 'feature-filter',
    placeholder: 'Find a feature: rsi, 5m sma',
    'aria-label': 'Find a feature by name',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const found = el('p', { class: 'found quiet', role: 'status' });
  const root = el(
    'section',
    { class: 'features', 'aria-label': 'Features' },
    el('div', { class: 'finder' }, filter, found),
    ...groups.map(group => group.element),
  );
  filter.value = reader.filter;
  filter.addEventListener('input', () => {
    reader.filter = filter.value;
    narrow(groups, snapshot.trigger, found);
  });
  narrow(groups, snapshot.trigger, found);
  root.addEventListener('pointerover', event => void explainOnHover(event));
  root.addEventListener('click', event => void explainOnClick(event));
  return root;
}

function groupSection(group: FeatureGroup, trigger: string, facts: Facts): Group {
  const families = byFamily(group.features).map(([name, members]): Family => {
    const rows = members.map((feature): Row => {
      const element = el('div', { 'data-name': feature.name, class: feature.value === null ? 'unknown' : 'known' }, el('dt', {}, feature.name), el('dd', {}, plain(feature.value)));
      facts.place(`${group.name}.${feature.name}`, feature.value, element);
      return { element, words: `${group.name}.${feature.name} ${name}`.toLowerCase() };
    });
    const list = el('dl', { class: 'facts' }, ...rows.map(row => row.element));
    return { element: el('section', { class: 'family' }, name === '' ? null : el('h5', {}, name), list), rows };
  });
  const missing = group.features.filter(feature => feature.value === null).length;
  const summary = el(
    'summary',
    {},
    el('h4', {}, group.name),
    el('span', { class: 'count' }, `${count(group.features.length)} facts${missing === 0 ? '' : ` · ${count(missing)} not known yet`}`),
    el('span', { class: 'cites', title: 'Somebody cites a fact of this group' }, 'cited'),
  );
  const element = el('details', { class: 'feature-group', 'data-group': group.name }, summary, ...families.map(family => family.element));
  element.open = opens(group.name, trigger);
  // Not the toggle event: a filter and a citation open groups too, and that is not the reader's choice.
  summary.addEventListener('click', () => reader.open.set(group.name, !element.open));
  return { name: group.name, element, families };
}

function opens(group: string, trigger: string): boolean {
  return reader.open.get(group) ?? (group === trigger || group === 'flow');
}

/** Leaves what every word of the filter is part of. */
function narrow(groups: readonly Group[], trigger: string, found: HTMLElement): void {
  const wanted = reader.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const all = wanted.length === 0;
  let many = 0;
  for (const group of groups) {
    let inGroup = 0;
    for (const family of group.families) {
      let inFamily = 0;
      for (const row of family.rows) {
        const fits = wanted.every(word => row.words.includes(word));
        row.element.classList.toggle('out', !fits);
        if (fits) inFamily++;
      }
      family.element.classList.toggle('out', inFamily === 0);
      inGroup += inFamily;
    }
    group.element.classList.toggle('out', inGroup === 0 && !all);
    group.element.open = all ? opens(group.name, trigger) : inGroup > 0;
    many += inGroup;
  }
  setText(found, all ? '' : many === 0 ? 'No feature of this name.' : `${count(many)} found`);
}

async function explanationOf(row: HTMLElement): Promise<string | null> {
  const group = row.closest<HTMLElement>('[data-group]')?.dataset['group'] ?? '';
  const entry = (await catalogue().catch(() => null))?.find(group, row.dataset['name'] ?? '');
  return entry ? explain(entry) : null;
}

function rowAt(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>('.facts > [data-name]') : null;
}

async function explainOnHover(event: Event): Promise<void> {
  const row = rowAt(event);
  if (!row || row.title !== '') return;
  row.title = (await explanationOf(row)) ?? '';
}

/** For fingers, which do not hover: the explanation below the feature, until the next tap. */
async function explainOnClick(event: Event): Promise<void> {
  const row = rowAt(event);
  if (!row) return;
  const shown = row.querySelector('.explanation');
  if (shown) {
    shown.remove();
    return;
  }
  const text = await explanationOf(row);
  if (text !== null && !row.querySelector('.explanation')) row.append(el('dd', { class: 'explanation' }, text));
}
