import { type FakeOpenAI, startFakeOpenAI } from '../fake-openai.ts';
import { eventually } from '../processes.ts';

/** An embedding model that lets documents wait, and the environment of services that use it. */
export interface HeldModel {
  readonly env: Readonly<Record<string, string>>;
  readonly model: FakeOpenAI;
  /** Waits until `texts` more texts are asked for, in however many calls: documents share them. Calls are held for `holdMs`. */
  hold(texts: number): { untilAsked(): Promise<void>; release(): void };
  close(): Promise<void>;
}

export async function startHeldModel(holdMs: number): Promise<HeldModel> {
  const model = await startFakeOpenAI({ slowMs: holdMs });
  return {
    model,
    env: {
      OPENAI_EMBEDDING_BASE_URL: model.baseUrl,
      OPENAI_EMBEDDING_API_KEY: 'none',
      OPENAI_EMBEDDING_MODEL: 'fake',
      OPENAI_EMBEDDING_DIMENSIONS: '32',
    },
    hold(texts) {
      const before = model.calls.length;
      const countTexts = () =>
        model.calls.slice(before).reduce((sum, { body }) => sum + body.input.length, 0);
      model.always('slow');
      return {
        untilAsked: async () => {
          await eventually('the model is asked', () => countTexts() >= texts);
        },
        release: () => model.always(undefined),
      };
    },
    close: () => model.close(),
  };
}
