/** Builds and updates elements. Text goes in as text nodes only: nothing the desk says can become markup. */

type Child = Node | string | null;

interface Attributes {
  class?: string;
  [name: string]: string | boolean | undefined;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

/** Changes the text only when it differs, so that selections and screen readers are left alone. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** For each element made by showItems: which item it shows, and what that item was then. */
const shownBy = new WeakMap<Element, { key: string; signature: string }>();

/**
 * Makes the children of `parent` show `items`. An item that did not change keeps its element, and with it focus, hover and
 * selection.
 */
export function showItems<T>(parent: Element, items: readonly T[], key: (item: T) => string, build: (item: T) => Element): void {
  const held = new Map<string, Element>();
  for (const child of parent.children) held.set(shownBy.get(child)?.key ?? '', child);

  let place = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const signature = JSON.stringify(item);
    let element = held.get(name);
    held.delete(name);
    if (element === undefined || shownBy.get(element)?.signature !== signature) {
      const fresh = build(item);
      shownBy.set(fresh, { key: name, signature });
      if (element !== undefined && place === element) place = element.nextElementSibling;
      element?.remove();
      element = fresh;
    }
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const gone of held.values()) gone.remove();
}
