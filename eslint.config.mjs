import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** One row per room: files of `target` must not import from `from`. STYLE in docs/architecture.md. */
const zone = (target, from, message, except) => ({
  target,
  from,
  message,
  ...(except && { except }),
});

const PLUGINS = ['geo', 'accounts', 'files', 'exchange', 'realtime', 'importer', 'jobs'];

const ownContractOnly = PLUGINS.map((name) =>
  zone(
    [
      `./src/!(plugins)/**/*`,
      ...PLUGINS.filter((p) => p !== name).map((p) => `./src/plugins/${p}/**/*`),
    ],
    `./src/plugins/${name}`,
    "Plugins meet only through their services and each other's contract/.",
    ['./contract'],
  ),
);

const insidePlugins = [
  zone(
    './src/plugins/*/contract/**/*',
    './src/plugins/*/server/**/*',
    'A contract knows no server code.',
  ),
  zone(
    './src/plugins/*/server/domain/**/*',
    './src/plugins/*/server/!(domain)/**/*',
    'The domain is pure: it imports contract/ and src/lib only.',
  ),
  zone(
    './src/plugins/*/server/repositories/**/*',
    './src/plugins/*/server/!(domain|repositories)/**/*',
    'Repositories hold SQL: they import domain/, contract/ and src/lib only.',
  ),
  zone(
    './src/plugins/*/server/services/**/*',
    './src/plugins/*/server/{controllers,handlers,gateway,routes}/**/*',
    'Services do not know who calls them.',
  ),
  zone(
    './src/plugins/*/server/{controllers,handlers,routes}/**/*',
    './src/plugins/*/server/repositories/**/*',
    'Controllers call a service, never SQL.',
  ),
];

const panel = [
  zone(
    ['./src/!(admin|plugins)/**/*', './src/plugins/*/!(admin)/**/*', './src/index.ts'],
    './src/admin/**/*',
    'The panel is for browsers: servers know nothing of it.',
  ),
  zone(
    './src/plugins/*/admin/**/*',
    ['./src/admin/!(parts)/**/*', './src/admin/*.tsx'],
    'Of the panel, plugins share src/admin/parts.',
  ),
  zone(
    './src/admin/parts/**/*',
    ['./src/!(admin)/**/*', './src/admin/!(parts)/**/*', './src/*.ts', './src/admin/*.tsx'],
    'Parts of the panel know no plugin: they import packages and each other.',
  ),
];

const rooms = [
  zone(
    './config',
    ['./src/!(env.ts)', './src/!(lib)/**/*'],
    'Settings read src/env and helpers of src/lib.',
  ),
  zone('./src/env.ts', ['./src/!(env.ts)', './src/*/**/*'], 'src/env.ts stands alone.'),
  zone('./src/lib', './src/!(lib)/**/*', 'src/lib has no domain: it imports packages and itself.'),
  zone(
    './src/access',
    './src/{api,middlewares,extensions,seed}',
    'Access rules know no HTTP and no API.',
  ),
  zone(
    './src/api',
    './src/{middlewares,extensions,seed}',
    'Content types import lib, access, contracts.',
  ),
  zone(
    './src/seed',
    './src/{api,access,plugins,middlewares,extensions}',
    'The demonstration data knows src/lib only; it writes through the database.',
  ),
  ...ownContractOnly,
  ...insidePlugins,
  ...panel,
];

const noEnvironment = {
  object: 'process',
  property: 'env',
  message: 'The environment is read in src/env.ts and nowhere else.',
};

export default tseslint.config(
  {
    ignores: ['dist', 'node_modules', 'types/generated', '.data', '.strapi', 'public', 'coverage'],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.json'] } } },
    languageOptions: {
      parserOptions: {
        project: ['./tests/tsconfig.json', './src/admin/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': ['error', noEnvironment],
      'import-x/no-restricted-paths': ['error', { zones: rooms }],
    },
  },
  {
    files: ['src/env.ts', 'tests/**/*'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // One list of variables with its rules, read by no other place: longer than a file should be.
    files: ['src/env.ts'],
    rules: { 'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Matchers and answers of fetch are any by their types; what tests read they assert.
    files: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['src/lib/**/*', 'src/plugins/*/server/{domain,repositories,services,checks}/**/*'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'strapi', message: 'Take what you need as an argument.' },
      ],
    },
  },
);
