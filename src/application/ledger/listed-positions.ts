import { comparePlaces, type Place } from '#domain/ledger/place.ts';
import type { LotRow } from '../ports/positions.ts';
import { keyIn, type PositionTexts, withinKey } from './position-rows.ts';
import type { LongRow } from './text-page.ts';

export type TextPosition = PositionTexts & { readonly place: Place };

/** What is still to be told of positions, lot by lot. @param positions from the one at the place on. */
export function* listedPositions(positions: Iterable<TextPosition>, after: Place): Iterable<LongRow> {
  const [first, lot] = [keyIn(after), withinKey(after)];
  for (const { place, figures, lots } of positions) {
    const lines = lots === '' ? [] : lots.split('\n');
    const isFirst = comparePlaces(place, first) === 0;
    const rest = isFirst ? linesAfter(lines, lot) : lines;
    if (!isFirst || rest.length > 0) yield listed(place, figures, rest);
  }
}

function listed(place: Place, figures: string, lines: readonly string[]): LongRow {
  const told: string[] = [];
  return {
    place,
    *entries() {
      for (const line of lines)
        yield {
          tell() {
            told.push(line);
            return line;
          },
          place: () => placeOfLot(line),
        };
    },
    text: () => `${figures.slice(0, -1)},"lots":[${told.join(',')}]}`,
  };
}

/** The lot may be closed since, and those that were before it. */
function linesAfter(lines: readonly string[], lot: Place): readonly string[] {
  const [, id = ''] = lot;
  const same = id === '' ? -1 : lines.findIndex((line) => line.includes(id));
  if (same !== -1) return lines.slice(same + 1);
  const next = lines.findIndex((line) => comparePlaces(placeOfLot(line), lot) > 0);
  return next === -1 ? [] : lines.slice(next);
}

function placeOfLot(line: string): Place {
  const { date, operation_id } = JSON.parse(line) as LotRow;
  return [date, operation_id];
}
