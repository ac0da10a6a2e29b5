// Writes the published schema of each resource type given as an argument to <folder>/<type with dots for slashes>.json. The
// types lie in the package @azure/mcp, whose server is asked over its standard input; it needs no network and no account.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const [folder, ...types] = process.argv.slice(2);
const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules', '@azure');
const program = readdirSync(modules)
  .flatMap((name) => [join(modules, name, 'dist', 'azmcp'), join(modules, name, 'dist', 'azmcp.exe')])
  .find(existsSync);
if (!program) throw new Error('The package @azure/mcp has no program for this machine.');

mkdirSync(folder, { recursive: true });
const server = spawn(program, ['server', 'start', '--tool', 'bicepschema_get', '--read-only'], {
  stdio: ['pipe', 'pipe', 'ignore'],
  env: { ...process.env, AZURE_MCP_COLLECT_TELEMETRY: 'false' },
});
const waiting = new Map();
createInterface({ input: server.stdout }).on('line', (line) => {
  if (!line.startsWith('{')) return;
  const answer = JSON.parse(line);
  waiting.get(answer.id)?.(answer);
});

let calls = 0;
function call(method, params) {
  const id = ++calls;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
  });
}

await call('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'parley', version: '1' } });
server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
for (const type of types) {
  const answer = await call('tools/call', { name: 'bicepschema_get', arguments: { 'resource-type': type } });
  writeFileSync(join(folder, `${type.replaceAll('/', '.')}.json`), answer.result.content[0].text);
}
server.kill();
