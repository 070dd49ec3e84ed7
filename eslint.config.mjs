/**
 * The house rules that a machine can check: types taken seriously, promises never forgotten, functions and
 * files of a readable size, and imports that point only downwards.
 */
import { readdirSync } from 'node:fs';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const TS = ['**/*.ts'];
const TESTS = ['tests/**/*.ts', 'bench/**/*.ts'];
const NODE_SCRIPTS = ['scripts/**/*.mjs', '*.mjs'];
const PAGE = ['src/simulator/page/**/*.js'];

/** What every layer of `src` may import of `src`, itself apart. Whatever is not named is forbidden. */
const LAYERS = {
  platform: [],
  locales: ['platform'],
  config: ['platform', 'locales'],
  telegram: ['platform'],
  modules: ['telegram', 'platform', 'config', 'locales'],
  bot: ['telegram', 'platform', 'config', 'locales', ...moduleFaces()],
  api: ['telegram', 'platform', 'config', 'locales', ...moduleFaces()],
  worker: ['telegram', 'platform', 'config', 'locales', ...moduleFaces()],
  app: ['bot', 'api', 'worker', 'telegram', 'platform', 'config', 'locales', ...moduleFaces()],
  simulator: [],
};

function moduleNames() {
  return readdirSync(new URL('./src/modules', import.meta.url));
}

/** The files by which a module shows itself to the surfaces and to the composition root. */
function moduleFaces() {
  const faces = ['index.ts', 'bot.ts', 'routes.ts', 'jobs.ts'];
  return moduleNames().flatMap((name) => faces.map((face) => `modules/${name}/${face}`));
}

const layerZones = Object.entries(LAYERS).map(([layer, allowed]) => ({
  target: `./src/${layer}`,
  from: './src',
  except: [layer, ...allowed],
  message: `${layer} may import only ${[layer, ...allowed.filter((name) => !name.includes('/'))].join(', ')}${
    allowed.some((name) => name.startsWith('modules/')) ? ' and the faces of modules' : ''
  }.`,
}));

const moduleZones = moduleNames().map((name) => ({
  target: `./src/modules/${name}`,
  from: './src/modules',
  except: [name, ...moduleNames().map((other) => `${other}/index.ts`)],
  message: 'A module imports another module only through its index.ts.',
}));

const RULES_FOR_ALL = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
};

const TYPED_RULES = {
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
  '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  // `[...text]` is how a text is taken apart by code points.
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
  // Its advice is what no-non-null-assertion forbids.
  '@typescript-eslint/non-nullable-type-assertion-style': 'off',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  // Fetch, streams and abort signals come in several implementations that are meant to be exchanged.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  // With texts, an empty one often counts as none.
  '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
  // A method may be async because its interface says so.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

const BROWSER = Object.fromEntries(
  [
    ...['Blob', 'document', 'EventSource', 'fetch', 'FileReader', 'FormData', 'HTMLElement', 'Intl'],
    ...['localStorage', 'location', 'matchMedia', 'MediaRecorder', 'navigator', 'performance'],
    ...['requestAnimationFrame', 'ResizeObserver', 'URL', 'URLSearchParams', 'window'],
    ...['clearInterval', 'clearTimeout', 'setInterval', 'setTimeout'],
  ].map((name) => [name, 'readonly']),
);

const NODE = Object.fromEntries(
  ['AbortSignal', 'Buffer', 'clearTimeout', 'console', 'fetch', 'process', 'setTimeout', 'URL'].map(
    (name) => [name, 'readonly'],
  ),
);

export default tseslint.config(
  { ignores: ['**/node_modules/', 'dist*/', 'logs/', 'data/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { rules: RULES_FOR_ALL },
  {
    files: TS,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })],
    },
    rules: {
      ...TYPED_RULES,
      'import-x/no-cycle': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-restricted-paths': [
        'error',
        { basePath: import.meta.dirname, zones: [...layerZones, ...moduleZones] },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/env.ts', 'src/demo.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config/env.ts reads the environment.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: ['process', 'node:process'].map((name) => ({
            name,
            importNames: ['env', 'default'],
            message: 'Only src/config/env.ts reads the environment.',
          })),
        },
      ],
    },
  },
  {
    // A handler names the permission it needs, and `Handlers` is the only way to add one.
    files: ['src/modules/**/*.ts', 'src/bot/create-bot.ts'],
    ignores: ['src/modules/identity/handlers.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Composer']", message: 'Add handlers through Handlers.' },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      // Matchers of the test runner are of type any, and a suite is one long function.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // A pattern is how a test says which text it waits for.
      '@typescript-eslint/prefer-includes': 'off',
      '@typescript-eslint/prefer-string-starts-ends-with': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
    },
  },
  { files: ['bench/**/*.ts', ...NODE_SCRIPTS], rules: { 'no-console': 'off' } },
  // Lists of words and of methods are data: they have no second idea to be split by.
  {
    files: ['src/locales/**/*.ts', '**/bot-api-methods.ts', '**/bot-api-objects.ts', 'migrations/*.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: [...PAGE, ...NODE_SCRIPTS],
    extends: [tseslint.configs.recommended],
    languageOptions: { ecmaVersion: 2025, sourceType: 'module' },
    rules: { 'no-undef': 'error', '@typescript-eslint/no-unused-expressions': 'error' },
  },
  { files: PAGE, languageOptions: { globals: BROWSER } },
  { files: NODE_SCRIPTS, languageOptions: { globals: NODE } },
);
