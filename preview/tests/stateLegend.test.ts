import { createTheme, type Field, FieldType, getDisplayProcessor } from '@grafana/data';
import { expect, test } from 'vitest';
import { stateLegend } from '../src/panels/stateLegend';

const theme = createTheme({ colors: { mode: 'dark' } });
const steps = [
  { value: Number.NEGATIVE_INFINITY, color: '#00ff00' },
  { value: 70, color: '#ff0000' },
];

function legend(config: Field['config'], values: unknown[], type = FieldType.number): string[] {
  const field: Field = { name: 'node', type, config, values };
  field.display = getDisplayProcessor({ field, theme });
  return stateLegend([field, field], theme).map((item) => `${item.label} ${item.color}`);
}

const byThreshold = { color: { mode: 'thresholds' }, thresholds: { mode: 'absolute' as never, steps } };

test('thresholds, where numbers have no words', () => {
  expect(legend({ ...byThreshold, unit: 'percent' }, [10, 80])).toEqual(['< 70% #00ff00', '70%+ #ff0000']);
});

test('thresholds count more than mappings, and say numbers', () => {
  const mappings = [{ type: 'value', options: { '70': { text: 'full', color: '#0000ff' } } }] as never;
  expect(legend({ ...byThreshold, mappings }, [1, 1])).toEqual(['< 70 #00ff00', '70+ #ff0000']);
});

test('each text once, where colours are not those of thresholds', () => {
  expect(legend(byThreshold, ['a', 'b', 'a', null], FieldType.string)).toEqual(['a #00ff00', 'b #00ff00']);
  const mappings = [{ type: 'value', options: { '1': { text: 'up', color: '#0000ff' } } }] as never;
  expect(legend({ color: { mode: 'fixed' }, mappings }, [1, 1])).toEqual(['up #0000ff']);
});

test('nothing for a scale of colours', () => {
  expect(legend({ color: { mode: 'continuous-GrYlRd' } }, [1, 2])).toEqual([]);
});

test('one step and none', () => {
  const of = (some: typeof steps) => ({ ...byThreshold, thresholds: { mode: 'absolute' as never, steps: some } });
  expect(legend(of(steps.slice(0, 1)), [1])).toEqual(['-∞+ #00ff00']);
  expect(legend(of([]), [1])).toHaveLength(1);
});
