import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { ConfigError, loadConfig } from './config.ts';
import { startPGliteProcess } from './store/pglite/pglite-process.ts';
import { keepCompiled } from './support/keep-compiled.ts';

/** What is in flight gets this long to finish. */
const DRAIN_MS = 30_000;

// Saves 0.4 s of every start but the first.
keepCompiled();

try {
  await start();
} catch (error) {
  for (const line of explain(error)) console.error(`footnote: ${line}`);
  // Not `exitCode`: whatever was opened before the failure must not keep the process alive.
  process.exit(1);
}

async function start(): Promise<void> {
  const config = loadConfig(process.env);
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
  // The embedded database takes about as long to start as the modules below to load (0.9 s): both at once.
  const pglite =
    config.databaseUrl === undefined ? startPGliteProcess({ dataDir: config.dataDir, log }) : undefined;
  pglite?.catch(() => {}); // Thrown where it is awaited.
  const [{ buildApp }, { createServices }] = await Promise.all([import('./app.ts'), import('./services.ts')]);
  const services = await createServices(config, log, pglite);
  const { apiKey, allowNoKey, maxUploadBytes, graphiql, introspection } = config;
  const app = buildApp({
    pipelines: services.pipelines,
    metrics: services.metrics,
    config: { apiKey, allowNoKey, maxUploadBytes, graphiql, introspection, logger: log },
  });
  app.addHook('onClose', services.close);
  const grace = closeWithGrace({ delay: DRAIN_MS, logger: false }, async ({ err }) => {
    if (err) log.fatal({ err }, 'stopping after an unexpected error');
    await app.close();
  });
  if (process.env.npm_lifecycle_event === 'start') leaveWithNpm(() => grace.close());
  const url = await app.listen({ host: config.host, port: config.port }).catch(async (error) => {
    await app.close();
    throw error;
  });
  const { database, embedder, generator, notes } = services.description;
  console.log(
    `Footnote is ready at ${url} (database: ${database}, embedder: ${embedder}, generator: ${generator}). ${notes.map((note) => `${note} `).join('')}Try: ` +
      `curl -F file=@docs/examples/remote-work-policy.ko.pdf '${url}/documents'`,
  );
}

/** npm passes no signal on to us: whoever ends `npm start` would leave a service behind that holds port and folder. */
function leaveWithNpm(close: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    close();
  }, 500);
  timer.unref();
}

/** One line per problem, without a stack: these are mistakes of the surroundings, said to a person. */
function explain(error: unknown): string[] {
  if (error instanceof ConfigError) return error.message.split('\n');
  if (!(error instanceof Error)) return [String(error)];
  if ('code' in error && error.code === 'EADDRINUSE')
    return [`the address is in use already (${error.message}). Stop what listens there, or set PORT.`];
  return [error.message];
}
