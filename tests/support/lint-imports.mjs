// node lint-imports.mjs: reads [[file, imported], ...] as JSON from standard input and writes, for each,
// how often the import directions of eslint.config.mjs refuse it. ESLint loads its configuration as an ES
// module, which a test's sandbox cannot do.
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = path.resolve(import.meta.dirname, '..', '..');
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
const counts = [];
for (const [file, imported] of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(`import x from '${imported}';\nexport default x;\n`, {
    filePath: path.join(root, file),
  });
  const rules = result.messages.map((message) => message.ruleId);
  if (rules.includes(null)) throw new Error(`${file}: ${result.messages[0].message}`);
  counts.push(rules.filter((rule) => rule === 'import-x/no-restricted-paths').length);
}
process.stdout.write(JSON.stringify(counts));
