#!/usr/bin/env node
// Runs one command of dist/scripts, compiling the TypeScript first when it changed.
// Plain JavaScript, because it must work before anything is compiled.
//   node scripts/run.mjs <command> [arguments]
// A command is a module dist/scripts/<command>.js that exports `main(args): Promise<number>`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const dist = path.join(root, 'dist');
const stampFile = path.join(dist, '.compiled', 'sources');
const lockFile = path.join(root, '.cache', 'compile.lock');
const LOCK_WAIT_MS = 180_000;

/** Files that end up in dist. The admin halves are Vite's, not ours. */
function compiledSources() {
  const files = ['tsconfig.json'];
  for (const room of ['config', 'src', 'scripts', 'types']) {
    if (!existsSync(path.join(root, room))) continue;
    for (const entry of readdirSync(path.join(root, room), {
      recursive: true,
      withFileTypes: true,
    })) {
      const file = path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name));
      const isAdmin = /^src[\\/]admin[\\/]|^src[\\/]plugins[\\/][^\\/]+[\\/]admin[\\/]/.test(file);
      if (entry.isFile() && /\.(ts|json)$/.test(file) && !isAdmin && !file.endsWith('.test.ts'))
        files.push(file);
    }
  }
  return files.sort();
}

/** Content rather than times: a checkout or a copy changes times without changing a byte. */
function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

const readText = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

const isFresh = () =>
  existsSync(path.join(dist, 'src', 'index.js')) &&
  readText(stampFile) === fingerprint(compiledSources());

/** Output whose source is gone would still be loaded by Strapi as a content type or a route. */
function removeLeftovers(files) {
  const known = new Set(files);
  for (const room of ['config', 'src', 'scripts']) {
    const folder = path.join(dist, room);
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const output = path.join(entry.parentPath ?? entry.path, entry.name);
      const source = path.relative(dist, output).replace(/\.js$/, '.ts');
      if (entry.isFile() && /\.(js|json)$/.test(output) && !known.has(source))
        rmSync(output, { force: true });
    }
  }
}

function compile(compiler) {
  const files = compiledSources();
  const stamp = fingerprint(files);
  // `strapi develop` empties dist but keeps dist/*.tsbuildinfo; kept in a folder ours goes with the output.
  const buildInfo = path.join(dist, '.compiled', 'tsbuildinfo');
  if (!existsSync(path.join(dist, 'src', 'index.js'))) rmSync(buildInfo, { force: true });
  rmSync(stampFile, { force: true });
  process.stderr.write('Compiling TypeScript ...\n');
  const options = ['-p', path.join(root, 'tsconfig.json'), '--tsBuildInfoFile', buildInfo];
  const { status } = spawnSync(process.execPath, [compiler, ...options], {
    stdio: ['ignore', 2, 2],
    cwd: root,
  });
  if (status !== 0) {
    // tsc remembers what it did not emit only as long as this file says so.
    rmSync(buildInfo, { force: true });
    process.stderr.write('TypeScript did not compile; see above.\n');
    return false;
  }
  removeLeftovers(files);
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function tryLock() {
  const own = `${lockFile}.${process.pid}`;
  mkdirSync(path.dirname(lockFile), { recursive: true });
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = Number(readText(lockFile));
    if (holder > 0 && !isAlive(holder)) rmSync(lockFile, { force: true });
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

async function makeFresh() {
  // A production image has neither; the compiler may still be there, as a dependency of Strapi.
  if (!existsSync(path.join(root, 'tsconfig.json'))) return true;
  if (isFresh()) return true;
  let compiler;
  try {
    compiler = require.resolve('typescript/bin/tsc');
  } catch {
    return true;
  }
  const deadline = Date.now() + LOCK_WAIT_MS;
  while (!tryLock()) {
    if (Date.now() > deadline) {
      process.stderr.write(
        `Another process has been compiling for too long. Remove ${lockFile} if there is none.\n`,
      );
      return false;
    }
    await delay(100);
    if (isFresh()) return true;
  }
  try {
    return isFresh() || compile(compiler);
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function listCommands() {
  const folder = path.join(dist, 'scripts');
  if (!existsSync(folder)) return '(none)';
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && entry.name.endsWith('.js') && entry.name !== 'embedded-database.js',
    )
    .map((entry) => entry.name.replace(/\.js$/, ''))
    .join(', ');
}

async function run(command, args) {
  process.chdir(root);
  if (!(await makeFresh())) return 1;
  const file = path.join(dist, 'scripts', `${command}.js`);
  if (!command || !/^[a-z-]+$/.test(command) || !existsSync(file) || statSync(file).isDirectory()) {
    process.stderr.write(
      `Usage: node scripts/run.mjs <command>, where command is one of: ${listCommands()}\n`,
    );
    return 1;
  }
  try {
    const { main } = require(file);
    if (typeof main !== 'function') throw new Error(`scripts/${command}.ts exports no main(args)`);
    return await main(args);
  } catch (error) {
    // Faults that a person can mend come with a message that says so; everything else is a bug with a stack.
    const isExpected = ['EnvironmentError', 'LauncherError'].includes(error?.name);
    process.stderr.write(`${isExpected ? error.message : (error?.stack ?? error)}\n`);
    return 1;
  }
}

const [command, ...args] = process.argv.slice(2);
process.exit(await run(command, args));
