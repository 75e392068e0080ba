import { keepCompiled } from '../../src/support/keep-compiled.ts';

// The parse processes that tests start load their modules from it, as those of a service do.
keepCompiled();
