/** How a date is said to people: in their time zone. But a day is the same day everywhere, and is kept as midnight UTC. */
export function localDates(timeZone: string): (date: Date, precision: string) => string {
  // Made once for a page: each costs more than all the rest of a row.
  const instants = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
  return (date, precision) => (precision === 'day' ? days : instants).format(date);
}
