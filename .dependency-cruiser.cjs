const order = [
  'ops',
  'database',
  'web',
  'mail',
  'activity',
  'accounts',
  'programme',
  'feedback',
  'suggestions',
  'moderation',
  'imports',
  'notifications',
  'reports',
  'pages',
];

/** Each module imports only from those before it. */
const backwardsOnly = order.slice(0, -1).map((name, place) => ({
  name: `${name}-imports-only-backwards`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: `^src/(${order.slice(place + 1).join('|')})/|^src/[^/]+\\.ts$|^src/cli/` },
}));

/** Hard logic stays free of the framework and of storage, so that it can be tested and read by itself. */
const pure = {
  name: 'pure-files-know-neither-nest-nor-typeorm',
  severity: 'error',
  from: {
    path: [
      '^src/programme/content/',
      '^src/web/(markdown|text)/',
      '^src/programme/wording/(?!diff\\.page)',
      '^src/activity/chain\\.ts$',
      '\\.rules\\.ts$',
    ],
  },
  to: { path: 'node_modules/(@nestjs|typeorm)/' },
};

module.exports = {
  forbidden: [
    ...backwardsOnly,
    pure,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
