import { comparePlaces, type Place } from '#domain/ledger/place.ts';
import type { LotRow } from '../ports/positions.ts';
import { keyIn, type PositionTexts, withinKey } from './position-rows.ts';
import type { LongRow } from './text-page.ts';

export type TextPosition = PositionTexts & { readonly place: Place };

/** What is still to be told of positions, lot by lot. @param positions from the one at the place on. */
export function* listedPositions(positions: Iterable<TextPosition>, after: Place): Iterable<LongRow> {
  const [first, lot] = [keyIn(after), withinKey(after)];
  for (const { place, figures, lots } of positions) {
    if (comparePlaces(place, first) !== 0) yield listed(place, figures, lots);
    else {
      const rest = linesAfter(lots === '' ? [] : lots.split('\n'), lot);
      if (rest.length > 0) yield listed(place, figures, rest.join('\n'));
    }
  }
}

/** @param lots a line each. */
function listed(place: Place, figures: string, lots: string): LongRow {
  const told: string[] = [];
  const textOf = (list: string): string => `${figures.slice(0, -1)},"lots":[${list}]}`;
  return {
    place,
    *entries() {
      for (const line of lots === '' ? [] : lots.split('\n'))
        yield {
          tell() {
            told.push(line);
            return line;
          },
          place: () => placeOfLot(line),
        };
    },
    text: () => textOf(told.join(',')),
    whole(mostEntries, mostCharacters) {
      const count = linesIn(lots);
      if (count > mostEntries || figures.length + lots.length > mostCharacters) return null;
      const lastLot = (): Place => (count === 0 ? [] : placeOfLot(lots.slice(lots.lastIndexOf('\n') + 1)));
      return { text: textOf(lots.replaceAll('\n', ',')), count, place: () => [...place, ...lastLot()] };
    },
  };
}

function linesIn(text: string): number {
  let count = text === '' ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
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
