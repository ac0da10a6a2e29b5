import { DecisionsPage } from './decisions/page';
import { Live } from './core/live';
import { currentRoute, onRoute, type Route } from './core/router';
import { Store } from './core/store';
import { OverviewPage } from './overview/page';
import { Shell } from './shell/shell';
import { SystemPage } from './system/page';

const store = new Store();
const shell = new Shell(store);
const overview = new OverviewPage(store);
const decisions = new DecisionsPage(store);
const system = new SystemPage();
const pages = { overview, decisions, system };

function show(route: Route): void {
  shell.show(route.page, pages[route.page].root);
  if (route.page === 'decisions') decisions.enter(route.id);
  else pages[route.page].enter();
}

document.getElementById('app')?.append(shell.root);
onRoute(show);
show(currentRoute());
new Live(store).start();
