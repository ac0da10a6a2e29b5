/** The facts of one snapshot as they stand on the page, so that a citation can point at the fact it rests on. */

import type { Citation } from '../core/contract';
import { el } from '../core/dom';
import { plain } from '../core/format';

interface Fact {
  element: HTMLElement;
  value: number | null;
}

export class Facts {
  private readonly facts = new Map<string, Fact>();
  private lit: HTMLElement | null = null;

  /** Remembers that `element` shows the snapshot's field of this name. */
  place(field: string, value: number | null, element: HTMLElement): void {
    element.dataset['field'] = field;
    this.facts.set(field, { element, value });
  }

  chip(citation: Citation): HTMLElement {
    const fact = this.facts.get(citation.field);
    const grounded = fact !== undefined && agrees(fact.value, citation.value);
    const chip = el(
      'button',
      {
        type: 'button',
        class: grounded ? 'chip' : 'chip ungrounded',
        'data-cites': citation.field,
        title: fact === undefined ? 'This field is not in the snapshot' : grounded ? 'Show in the snapshot' : `The snapshot says ${plain(fact.value)}`,
      },
      el('span', { class: 'field' }, citation.field),
      el('span', { class: 'value' }, plain(citation.value)),
      grounded ? null : el('span', { class: 'objection' }, fact === undefined ? 'not in snapshot' : 'differs'),
    );
    if (fact === undefined) return chip;
    fact.element.classList.add('cited');
    chip.addEventListener('pointerenter', () => this.light(fact.element));
    chip.addEventListener('pointerleave', () => this.light(null));
    chip.addEventListener('focus', () => this.light(fact.element));
    chip.addEventListener('blur', () => this.light(null));
    chip.addEventListener('click', () => {
      this.light(fact.element);
      fact.element.scrollIntoView({ block: 'center', behavior: 'smooth' });
    });
    return chip;
  }

  private light(element: HTMLElement | null): void {
    this.lit?.classList.remove('lit');
    this.lit = element;
    if (element === null) return;
    element.classList.add('lit');
    const folded = element.closest('details');
    if (folded) folded.open = true;
    // Only the snapshot scrolls to its fact; the page stays where the reader is.
    const pane = element.closest<HTMLElement>('.snapshot');
    if (pane && pane.scrollHeight > pane.clientHeight) {
      const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      if (top < 40 || top > pane.clientHeight - 40) pane.scrollTop += top - pane.clientHeight / 2;
    }
  }
}

/** Equal up to what a number loses on its way through text. */
function agrees(stated: number | null, cited: number | null): boolean {
  if (stated === null || cited === null) return stated === cited;
  return Math.abs(stated - cited) <= 1e-9 * Math.max(1, Math.abs(stated), Math.abs(cited));
}
