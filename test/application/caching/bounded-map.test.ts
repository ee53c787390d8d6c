import { expect } from 'chai';
import { BoundedMap } from '#application/caching/bounded-map.ts';

describe('A bounded map', () => {
  it('keeps the newest: what was set longest ago goes first, however often it was read', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('one', 1);
    map.set('two', 2);
    map.get('one');
    map.set('three', 3);
    expect(['one', 'two', 'three'].map((key) => map.get(key))).to.deep.equal([undefined, 2, 3]);
  });

  it('takes what is set anew for new, and makes no room for it', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('one', 1);
    map.set('two', 2);
    map.set('one', 11);
    expect([map.get('one'), map.get('two')]).to.deep.equal([11, 2]);
    map.set('three', 3);
    expect(['one', 'two', 'three'].map((key) => map.get(key))).to.deep.equal([11, undefined, 3]);
  });
});
