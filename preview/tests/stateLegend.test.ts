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

test('each text once, where values have some', () => {
  expect(legend(byThreshold, ['a', 'b', 'a', null], FieldType.string)).toEqual(['a #00ff00', 'b #00ff00']);
  const mappings = [{ type: 'value', options: { '1': { text: 'up', color: '#0000ff' } } }] as never;
  expect(legend({ ...byThreshold, mappings }, [1, 1])).toEqual(['up #0000ff']);
});

test('the series, where it has one colour', () => {
  expect(legend({ color: { mode: 'fixed', fixedColor: '#123456' } }, [1, 2])).toEqual(['node #123456']);
});
