import { DecisionsPage } from './decisions/page';
import { Live } from './core/live';
import { currentRoute, onRoute, type Route } from './core/router';
import { Store } from './core/store';
import { OverviewPage } from './overview/page';
import { Shell } from './shell/shell';

const store = new Store();
const shell = new Shell(store);
const overview = new OverviewPage(store);
const decisions = new DecisionsPage(store);

function show(route: Route): void {
  shell.show(route.page, route.page === 'overview' ? overview.root : decisions.root);
  if (route.page === 'overview') overview.enter();
  else decisions.enter(route.id);
}

document.getElementById('app')?.append(shell.root);
onRoute(show);
show(currentRoute());
new Live(store).start();
