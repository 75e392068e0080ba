/** Forks a child that watches its parent and never comes back to its event loop; prints its pid when it is stuck. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = fork(fileURLToPath(new URL('./stuck-child.ts', import.meta.url)), [], {
  env: {},
  execArgv: [],
});
child.on('message', () => console.log(child.pid));
