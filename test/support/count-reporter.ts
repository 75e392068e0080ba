import type { Reporter, TestCase, TestModule } from 'vitest/node';

const ENGINES = ['pglite', 'postgres'] as const;

/** After everything: how many tests ran per database engine, and the plain total that CI systems read. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string, among: readonly TestCase[] = tests) =>
      among.filter((test) => test.result().state === state).length;
    for (const engine of ENGINES) {
      const own = tests.filter((test) => test.fullName.includes(`on ${engine}`));
      console.log(
        `on ${engine}: ${count('passed', own)} passed, ${count('failed', own)} failed, ${count('skipped', own)} skipped`,
      );
    }
    // A module that could not be loaded has no tests to count.
    const broken = modules.filter((module) => module.errors().length > 0).length;
    console.log(`${count('passed')} passed, ${count('failed') + broken} failed, ${count('skipped')} skipped`);
  }
}
