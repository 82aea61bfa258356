import type { Source } from "../../model/source.ts";

const testFile = /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;
const mocks =
  /^[ \t]*(?:from[ \t]+(?:unittest(?:\.mock)?|mock)[ \t]+import\b.*\b(?:mock|Mock|MagicMock|AsyncMock|patch|create_autospec)\b|import[ \t]+(?:unittest\.)?mock\b|from[ \t]+(?:unittest\.)?mock[ \t]+import\b)/m;

/** Tests of the real thing, which may put a mock in the place of something else. */
const real = /(?:^|\/)(?:system|integration|e2e|end_to_end|functional)[^/]*\//;

/** A test that puts mocks in the place of the clients: what it calls, nobody is asked for. */
export const isMockedTest = ({ path, text }: Source): boolean =>
  testFile.test(path) && !real.test(path) && mocks.test(text);
