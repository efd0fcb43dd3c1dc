/** Functions that read a board, which is JSON of any shape, without assumptions about its types. */

export type Bag = Record<string, unknown>;

export function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}

export function number(value: unknown, otherwise: number): number {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : otherwise;
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((one) => one === value) ?? otherwise;
}

export function strings(value: unknown): string[] {
  return list(value).filter((one): one is string => typeof one === 'string');
}

/** Returns the defaults, replaced by other values at every level. Null and undefined replace nothing. */
export function merged<T extends object>(defaults: T, values: unknown): T {
  const result: Bag = { ...(defaults as Bag) };
  for (const [key, value] of Object.entries(bag(values))) {
    if (value === null || value === undefined || key === '__proto__') continue;
    const known = result[key];
    result[key] = isBag(known) && isBag(value) ? merged(known, value) : value;
  }
  return result as T;
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
