/** What every page shares: the name of the desk, where to go, whether we hear it, and the mode it is in. */

import type { Desk } from '../core/contract';
import { el, setAttribute, setText } from '../core/dom';
import { capital, utcDate, utcTime } from '../core/format';
import type { Connection, Store } from '../core/store';
import { Banner } from './banner';

type Page = 'overview' | 'decisions' | 'system';

export class Shell {
  readonly root: HTMLElement;
  private readonly about = el('p', { class: 'about' });
  private readonly clock = el('time', { class: 'clock' });
  private readonly link = el('span', { class: 'link', role: 'status' });
  private readonly notice = el('p', { class: 'notice', role: 'status', hidden: true });
  private readonly main = el('main', { id: 'main', tabindex: '-1' });
  private readonly tabs: Record<Page, HTMLAnchorElement> = {
    overview: el('a', { href: '#/' }, 'Overview'),
    decisions: el('a', { href: '#/decisions' }, 'Decisions'),
    system: el('a', { href: '#/system' }, 'System'),
  };

  constructor(private readonly store: Store) {
    const skip = el('a', { class: 'skip', href: '#main' }, 'Skip to the desk');
    skip.addEventListener('click', event => {
      // The address bar holds the route, so the jump is made by hand.
      event.preventDefault();
      this.main.focus();
    });
    const header = el(
      'header',
      { class: 'top' },
      el('a', { class: 'brand', href: '#/', 'aria-label': 'Parley, to the overview' }, 'Parley'),
      el('nav', { 'aria-label': 'Pages' }, ...Object.values(this.tabs)),
      this.about,
      el('div', { class: 'now' }, this.link, this.clock),
    );
    this.root = el('div', { class: 'shell' }, skip, header, new Banner(store).root, this.notice, this.main, footer());
    store.on('desk', desk => this.showDesk(desk));
    store.on('connection', connection => this.showConnection(connection));
    this.showConnection(store.connection);
  }

  show(page: Page, content: HTMLElement): void {
    for (const [name, tab] of Object.entries(this.tabs)) {
      if (name === page) tab.setAttribute('aria-current', 'page');
      else tab.removeAttribute('aria-current');
    }
    if (this.main.firstElementChild !== content) {
      this.main.replaceChildren(content);
      window.scrollTo(0, 0);
    }
    this.showTitle();
  }

  private showDesk(desk: Desk): void {
    setText(this.about, [desk.name, desk.profile, desk.source, desk.speed].filter(Boolean).join(' · '));
    const now = new Date(desk.now);
    if (!Number.isNaN(now.getTime())) {
      setText(this.clock, `${utcDate(now)} ${utcTime(now)} UTC`);
      setAttribute(this.clock, 'datetime', desk.now);
      setAttribute(this.clock, 'title', `Desk time; local ${now.toLocaleString()}`);
    }
    this.showConnection(this.store.connection);
    this.showTitle();
  }

  private showTitle(): void {
    const desk = this.store.desk;
    const page = Object.values(this.tabs).find(tab => tab.hasAttribute('aria-current'))?.textContent ?? 'Overview';
    const alarm = desk && desk.mode !== 'Normal' ? `${desk.mode} · ` : '';
    const title = `${alarm}${page} · Parley`;
    if (document.title !== title) document.title = title;
  }

  private showConnection(connection: Connection): void {
    const desk = this.store.desk;
    const finished = desk?.finished === true;
    const state = finished ? 'finished' : connection.state;
    setAttribute(this.link, 'data-state', state);
    setText(this.link, capital({ connecting: 'connecting…', live: 'live', lost: 'disconnected', finished: 'finished' }[state]));
    const sentence = noticeOf(connection, desk);
    this.notice.hidden = sentence === null;
    setText(this.notice, sentence ?? '');
    setAttribute(this.notice, 'data-state', state);
  }
}

function noticeOf(connection: Connection, desk: Desk | null): string | null {
  if (desk?.finished) return 'The desk has finished its run. What you see is its final state; nothing here will change any more.';
  if (connection.state === 'connecting') return desk ? null : 'Connecting to the desk…';
  if (connection.state === 'live') return null;
  const since = `Disconnected from the desk since ${utcTime(connection.since)} UTC; trying again.`;
  return desk ? `${since} What you see is the last it said, and may be out of date.` : since;
}

function footer(): HTMLElement {
  return el(
    'footer',
    { class: 'foot' },
    el('span', {}, 'All times are UTC; hover over one for local time. Money is in quote currency.'),
    el('a', { href: 'https://www.tradingview.com/', rel: 'noopener noreferrer', target: '_blank' }, 'Charts by TradingView Lightweight Charts™'),
  );
}
