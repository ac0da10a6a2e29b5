// Installs what package-lock.json names and builds the page into dist/, each only when out of date. A lock makes
// concurrent builds wait for the first one instead of tearing dist/ from under each other.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const lock = join(tmpdir(), `parley-page-${createHash('sha256').update(here).digest('hex').slice(0, 16)}.lock`);
const stamp = join(here, 'node_modules', '.parley-installed');
const built = join(here, 'dist', 'index.html');
const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json', 'build.mjs'];

if (Number(process.versions.node.split('.')[0]) < 20) fail(`it needs Node 20 or newer; this is Node ${process.versions.node}.`);

await acquire();
try {
  if (modified(join(here, 'package-lock.json')) > modified(stamp)) {
    npm('ci', '--no-audit', '--no-fund');
    writeFileSync(stamp, '');
  }
  if (newest(sources) > modified(built)) {
    const started = new Date();
    npm('run', 'build');
    // As old as the sources it was made from: an edit during the build is newer, and is built next time.
    utimesSync(built, started, started);
  }
} finally {
  rmSync(lock, { recursive: true, force: true });
}

async function acquire() {
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (abandoned()) rmSync(lock, { recursive: true, force: true });
    else await new Promise(resolve => setTimeout(resolve, 200));
  }
}

/** True when whoever holds the lock is gone; a lock just made may not say who it is yet. */
function abandoned() {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    if (error.code === 'EPERM') return false;
    return error.code === 'ESRCH' || Date.now() - modified(lock) > 10_000;
  }
}

function npm(...args) {
  const run = spawnSync('npm', args, { cwd: here, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.status === 0) return;
  const said = `${run.stdout ?? ''}${run.stderr ?? ''}`.split('\n').map(line => line.replace(/^npm error ?/, ''));
  // npm explains itself at length; what is wrong stands at the top.
  const gist = said.filter(line => line.trim() && !/^(npm warn|>|code |A complete log)/.test(line)).slice(0, 8).join('\n');
  rmSync(lock, { recursive: true, force: true });
  fail(`'npm ${args.join(' ')}' failed.\n${run.error?.message ?? gist}`);
}

function newest(paths) {
  return Math.max(...paths.map(path => {
    const full = join(here, path);
    if (!existsSync(full)) return 0;
    if (!statSync(full).isDirectory()) return modified(full);
    return Math.max(modified(full), ...readdirSync(full, { recursive: true }).map(name => modified(join(full, name))));
  }));
}

function modified(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function fail(message) {
  console.log(message);
  process.exit(1);
}
