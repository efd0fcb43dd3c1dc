// The packages ask the browser for its language; Node before 21 has no navigator.
const browser = { language: 'en-US', languages: ['en-US'], userAgent: 'node' };
if (!('navigator' in globalThis)) Object.defineProperty(globalThis, 'navigator', { value: browser });
