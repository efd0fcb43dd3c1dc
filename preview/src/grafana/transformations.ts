import {
  type DataFrame,
  type DataTransformContext,
  type DataTransformerConfig,
  type DataTransformerInfo,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
} from '@grafana/data';
import { firstValueFrom } from 'rxjs';
import { bag, list, text } from '../page/values';
import { ours } from './transformers';

const known: DataTransformerInfo[] = [...new Set(Object.values(standardTransformers)), ...ours];

export function registerTransformations(): void {
  standardTransformersRegistry.setInit(() =>
    known.map((info) => ({
      id: info.id,
      ...(info.aliasIds && { aliasIds: info.aliasIds }),
      name: info.name,
      transformation: () => Promise.resolve(info),
      editor: () => null,
      imageDark: '',
      imageLight: '',
    })),
  );
}

export interface Transformed {
  frames: DataFrame[];
  /** Transformations that neither Grafana's published packages nor this script implement. */
  unknown: string[];
}

/** Applies the transformations of a panel to its frames. */
export async function transformed(
  asked: unknown,
  frames: DataFrame[],
  context: DataTransformContext,
): Promise<Transformed> {
  const configs = list(asked)
    .map(bag)
    .filter((one) => one.disabled !== true && text(one.id) !== '');
  const unknown = configs.map((one) => text(one.id)).filter((id) => !standardTransformersRegistry.getIfExists(id));
  const wanted = configs
    .filter((one) => !unknown.includes(text(one.id)))
    .map((one) => ({ ...one, options: bag(one.options) }) as unknown as DataTransformerConfig);
  return { frames: await firstValueFrom(transformDataFrame(wanted, frames, context)), unknown };
}
