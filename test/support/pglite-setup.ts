import type { TestProject } from 'vitest/node';
import { createTemplate } from './pglite.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PGlite data folder after initdb, to be copied. */
    readonly pgliteTemplate: string;
  }
}

/** One initdb for all files of a project. */
export default async function setUpPGlite(project: TestProject): Promise<() => Promise<void>> {
  const template = await createTemplate();
  project.provide('pgliteTemplate', template.path);
  return () => template.remove();
}
