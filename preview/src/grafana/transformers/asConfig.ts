import { type FieldConfig, ThresholdsMode } from '@grafana/data';
import { type Bag, bag, text } from '../../page/values';

/** The options of a field that a value can set, under Grafana's names. */
const HANDLERS: Record<string, (value: unknown, mapping: Bag) => FieldConfig> = {
  min: (value) => whenNumber(value, (min) => ({ min })),
  max: (value) => whenNumber(value, (max) => ({ max })),
  decimals: (value) => whenNumber(value, (decimals) => ({ decimals })),
  unit: (value) => ({ unit: String(value) }),
  displayName: (value) => ({ displayName: String(value) }),
  noValue: (value) => ({ noValue: String(value) }),
  color: (value) => ({ color: { mode: 'fixed', fixedColor: String(value) } }),
  threshold1: (value, mapping) =>
    whenNumber(value, (limit) => ({
      thresholds: {
        mode: ThresholdsMode.Absolute,
        steps: [
          { value: -Infinity, color: 'green' },
          { value: limit, color: text(bag(mapping.threshold).color, 'red') },
        ],
      },
    })),
};

/** Returns the option that a value sets; undefined for a handler that is not supported. */
export function asConfig(handler: string, value: unknown, mapping: Bag = {}): FieldConfig | undefined {
  if (!Object.hasOwn(HANDLERS, handler)) return undefined;
  return value === null || value === undefined ? {} : HANDLERS[handler]?.(value, mapping);
}

function whenNumber(value: unknown, then: (value: number) => FieldConfig): FieldConfig {
  const found = Number(value);
  return Number.isFinite(found) ? then(found) : {};
}
