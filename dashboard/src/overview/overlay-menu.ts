/** Which features the chart shows: a menu by family, and the choice, which the browser remembers. */

import { byFamily, explain, type Catalogue } from '../core/catalogue';
import type { CatalogueEntry } from '../core/contract';
import { el, setText } from '../core/dom';

/** More lines than this nobody tells apart. */
export const overlaysMax = 8;
const place = 'parley.overlays';

export class OverlayMenu {
  readonly root: HTMLDetailsElement;
  private readonly summary = el('summary', {}, 'Features');
  private readonly families = el('div', { class: 'menu-families' }, el('p', { class: 'none' }, 'Asking what there is…'));
  private readonly boxes = new Map<string, HTMLInputElement>();
  private names = recall();

  constructor(private readonly changed: () => void) {
    this.root = el('details', { class: 'overlay-menu' }, this.summary, el('div', { class: 'menu' }, this.families));
    document.addEventListener('click', event => {
      if (event.target instanceof Node && !this.root.contains(event.target)) this.root.open = false;
    });
    this.root.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || !this.root.open) return;
      this.root.open = false;
      this.summary.focus();
    });
    this.showCount();
  }

  get chosen(): readonly string[] {
    return this.names;
  }

  fill(catalogue: Catalogue): void {
    this.boxes.clear();
    this.families.replaceChildren(...byFamily(catalogue.bars).map(([family, entries]) =>
      el('fieldset', {}, el('legend', {}, family), ...entries.map(entry => this.choice(entry))),
    ));
    // What was remembered may be of an older desk.
    this.names = this.names.filter(name => this.boxes.has(name));
    this.refresh();
  }

  toggle(name: string): void {
    this.names = this.names.includes(name) ? this.names.filter(held => held !== name) : [...this.names, name].slice(0, overlaysMax);
    remember(this.names);
    this.refresh();
    this.changed();
  }

  private choice(entry: CatalogueEntry): HTMLElement {
    const box = el('input', { type: 'checkbox' });
    box.addEventListener('change', () => this.toggle(entry.name));
    this.boxes.set(entry.name, box);
    return el('label', { title: explain(entry) }, box, entry.name);
  }

  private refresh(): void {
    for (const [name, box] of this.boxes) {
      box.checked = this.names.includes(name);
      box.disabled = !box.checked && this.names.length >= overlaysMax;
    }
    this.showCount();
  }

  private showCount(): void {
    setText(this.summary, this.names.length === 0 ? 'Features' : `Features · ${this.names.length}`);
  }
}

function recall(): string[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(held) ? held.filter(name => typeof name === 'string').slice(0, overlaysMax) : [];
  } catch {
    // A browser that keeps nothing, or kept something else.
    return [];
  }
}

function remember(names: readonly string[]): void {
  try {
    localStorage.setItem(place, JSON.stringify(names));
  } catch {
    // Then the choice lasts as long as the page.
  }
}
