import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';

/** The headers of every page. */
export const OF_A_PAGE = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-type': 'text/html; charset=utf-8',
};

/** Nothing runs, and nothing has a style of its own. */
export function assertPlain({ text }: Answer): void {
  expect(text).to.match(/^<!doctype html><html lang="en">.*<\/html>$/s);
  expect(text).not.to.match(/<script|<style|<img src=x|<[^>]*\s(?:style|on[a-z]+)=/i);
}
