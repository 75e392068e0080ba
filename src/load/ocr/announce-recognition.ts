/**
 * Text recognition takes seconds and blocks its process, so whoever watches the process hears of each page before it
 * begins. One listener for the process, as there is one engine: a recognised page may be deep in an attachment.
 */
let listener: (() => Promise<void>) | undefined;

export function onRecognition(listen: () => Promise<void>): void {
  listener = listen;
}

/** Resolves when the listener has passed the word on. */
export async function announceRecognition(): Promise<void> {
  await listener?.();
}
