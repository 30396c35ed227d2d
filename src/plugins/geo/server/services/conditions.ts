import { z } from 'zod';
import type { Filter, Operand } from '../../contract/cql2';
import { numberParam } from '../../contract/number-param';
import type { PolygonGeometry } from '../../contract/polygon';
import { checkFilter } from '../domain/cql2/check';
import { FilterFault } from '../domain/cql2/limits';
import { areasOf } from '../domain/cql2/literal-geometry';
import { parseCql2JsonText } from '../domain/cql2/parse-json';
import { parseCql2Text } from '../domain/cql2/parse-text';
import { dateValue, textValue, timestampValue } from '../domain/cql2/values';
import type { GeoLayer } from '../domain/layer';
import { queryablesOf, type Queryable } from '../domain/queryables';
import { faultyCondition } from '../errors';

interface Dependencies {
  isValidPolygon: (geometry: PolygonGeometry) => Promise<boolean>;
}

type Language = 'cql2-text' | 'cql2-json';

/** A filter as it was sent. */
export interface SentFilter {
  text: string;
  language: Language;
}

/** The value of a property as a query writes it. */
function readValue({ type }: Queryable, text: string, at: string): Operand {
  switch (type) {
    case 'text':
    case 'geometry':
      return { kind: 'text', at, value: textValue(text, at) };
    case 'number': {
      const number = numberParam.safeParse(text);
      if (number.success) return { kind: 'number', at, value: number.data };
      throw new FilterFault('expected a number.', at);
    }
    case 'boolean':
      if (text === 'true' || text === 'false') {
        return { kind: 'boolean', at, value: text === 'true' };
      }
      throw new FilterFault('expected true or false.', at);
    case 'day':
    case 'moment':
      return text.length > 'yyyy-mm-dd'.length ? timestampValue(text, at) : dateValue(text, at);
  }
}

/** `name=value`: the features whose property has this value. */
function equalityParam(queryable: Queryable) {
  const { name } = queryable;
  return z
    .string('must be given once')
    .transform((text, context): Filter => {
      try {
        return {
          kind: 'compare',
          at: name,
          op: '=',
          left: { kind: 'property', at: name, name },
          right: readValue(queryable, text, name),
        };
      } catch (error) {
        if (!(error instanceof FilterFault)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    })
    .optional();
}

/** The properties of a layer that can be asked for by a parameter of their own name. */
export function propertyParams(layer: GeoLayer): Record<string, z.ZodType<Filter | undefined>> {
  const scalars = queryablesOf(layer).filter(({ property }) => property !== null);
  return Object.fromEntries(scalars.map((one) => [one.name, equalityParam(one)]));
}

/** Reads filters of CQL2 and proves that they can be asked of a layer. */
export const createConditionsService = ({ isValidPolygon }: Dependencies) => {
  function parse({ text, language }: SentFilter, layer: GeoLayer): Filter {
    const filter = language === 'cql2-json' ? parseCql2JsonText(text) : parseCql2Text(text);
    checkFilter(filter, new Map(queryablesOf(layer).map(({ name, type }) => [name, type])));
    return filter;
  }

  return {
    /** @throws Problem `invalid-query` that says what is wrong with the filter, and where. */
    async read(sent: SentFilter, layer: GeoLayer): Promise<Filter> {
      try {
        const filter = parse(sent, layer);
        for (const { area, at } of areasOf(filter)) {
          if (await isValidPolygon(area)) continue;
          throw new FilterFault('the rings cross themselves or each other.', at);
        }
        return filter;
      } catch (error) {
        throw error instanceof FilterFault ? faultyCondition(error.message) : error;
      }
    },
  };
};

export type ConditionsService = ReturnType<typeof createConditionsService>;
