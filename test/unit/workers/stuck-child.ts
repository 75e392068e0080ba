import { watchParent } from '../../../src/workers/watch-parent.ts';

watchParent();
process.send?.('stuck');
// The message leaves in the next turns of the loop.
setTimeout(() => {
  for (;;);
}, 100);
