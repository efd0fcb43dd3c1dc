/**
 * Stands in for zod, with which `@grafana/data` describes theme files that no page reads: the schemas
 * are made when the module loads and never asked. zod itself is 170 kB and tries `new Function`, which
 * the page's content security policy forbids.
 */
// biome-ignore lint/suspicious/noExplicitAny: it answers to anything
const schema: any = new Proxy(() => schema, { get: () => schema, apply: () => schema });

export const array = schema;
export const boolean = schema;
export const int = schema;
export const literal = schema;
export const number = schema;
export const object = schema;
export const string = schema;
export const union = schema;
export { schema as enum };
