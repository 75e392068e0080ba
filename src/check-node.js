// Plain JavaScript on purpose: Node 20 cannot load a .ts file at all, so the check that says so must not be one.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `Footnote needs Node 24 and found ${process.versions.node}. Run "npm ci" without --omit=dev and without ` +
      '--ignore-scripts (it installs Node 24 into node_modules), or install Node 24 yourself.',
  );
  process.exit(1);
}
