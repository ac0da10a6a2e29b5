// Parses Bicep. Reads one JSON object per line, {"text": …, "parameters": true for a .bicepparam file}, and answers each with
// its syntax tree on one line: {k: kind, f: field, l: line, e: broken, t: text of a leaf, c: children}.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const grammar = fileURLToPath(import.meta.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));
const parser = new Parser();
parser.setLanguage(await Language.load(readFileSync(grammar)));

// The grammar knows `param name type = value`, a parameters file has no type.
const typed = (text) => text.replace(/^param (\w+) =/gm, 'param $1 any =');

function describe(node, field) {
  const described = { k: node.type, l: node.startPosition.row + 1 };
  if (field) described.f = field;
  if (node.isError || node.isMissing) described.e = true;
  if (node.childCount === 0) described.t = node.text;
  else described.c = node.children.map((child, i) => describe(child, node.fieldNameForChild(i)));
  return described;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { text, parameters } = JSON.parse(line);
  const tree = parser.parse(parameters ? typed(text) : text);
  process.stdout.write(`${JSON.stringify(describe(tree.rootNode))}\n`);
  tree.delete();
}
