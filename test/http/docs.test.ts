import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ apiKey: 'k'.repeat(32) });
});
afterAll(() => app.close());

const ASSET = /(?:src|href)="([^"]+)"/g;

it('shows the interface without a key, with nothing that comes from elsewhere', async () => {
  const page = await fetch(`${app.baseUrl}/docs`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'self'/);
  const html = await page.text();
  const assets = [...html.matchAll(ASSET)].map(([, address = '']) => new URL(address, page.url));
  expect(assets.length).toBeGreaterThan(4);
  for (const address of assets) {
    expect(address.origin).toBe(app.baseUrl);
    const asset = await fetch(address);
    expect(asset.status, address.pathname).toBe(200);
    expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(0);
  }
});

it('reads the same description as /openapi.json, which does not list the page itself', async () => {
  const [shown, served] = await Promise.all(
    ['/docs/json', '/openapi.json'].map(async (path) => (await fetch(app.baseUrl + path)).json()),
  );
  expect(shown).toEqual(served);
  expect(Object.keys((served as { paths: object }).paths).filter((path) => path.startsWith('/docs'))).toEqual(
    [],
  );
});

it('opens nothing beside itself', async () => {
  const outside = await fetch(`${app.baseUrl}/docs/../documents`);
  expect(outside.status).toBe(401);
  expect((await fetch(`${app.baseUrl}/docs/static/%2e%2e%2f%2e%2e%2fpackage.json`)).status).not.toBe(200);
});
