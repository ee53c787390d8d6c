/** Imported before a process: its clock is wrong by the minutes of this module's address. What it measures passes as it should. */
const minutes = Number(new URL(import.meta.url).searchParams.get('minutes'));
const RightDate = Date;

class SkewedDate extends RightDate {
  constructor(...parts: ConstructorParameters<typeof Date> | []) {
    super(...((parts.length === 0 ? [SkewedDate.now()] : parts) as [number]));
  }

  static override now(): number {
    return RightDate.now() + minutes * 60_000;
  }
}

globalThis.Date = SkewedDate as DateConstructor;
