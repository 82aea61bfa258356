import { expect, test } from "vitest";
import { joinMessages } from "../../src/report/join-messages.ts";

const cases: readonly (readonly [name: string, messages: readonly string[], joined: string])[] = [
  ["one", ["It is so."], "It is so."],
  ["equal ones", ["It is so.", "It is so."], "It is so."],
  [
    "the subject",
    [
      "user:a holds roles/owner on project 'p'.",
      "user:b holds roles/owner on project 'p'.",
      "user:c holds roles/owner on project 'p'.",
    ],
    "user:a, user:b and user:c hold roles/owner on project 'p'.",
  ],
  [
    "a subject with an aside",
    [
      "allUsers (anybody on the internet) holds r on b.",
      "allAuthenticatedUsers (anybody with an account) holds r on b.",
    ],
    "allUsers (anybody on the internet) and allAuthenticatedUsers (anybody with an account) hold r on b.",
  ],
  [
    "the end",
    ["'ci' holds roles/editor on project 'a'.", "'ci' holds roles/editor on project 'b'."],
    "'ci' holds roles/editor on project 'a' and 'b'.",
  ],
  [
    "what a colon follows",
    [
      "'ci' reads project 'a': r includes p.",
      "'ci' reads project 'b': r includes p.",
      "'ci' reads project 'c': r includes p.",
    ],
    "'ci' reads project 'a', 'b' and 'c': r includes p.",
  ],
  [
    "the name of the subject",
    ["The key file a.json is used to authenticate (h).", "The key file b.json is used to authenticate (h)."],
    "The key file a.json and b.json are used to authenticate (h).",
  ],
  ["whose it is", ["The key of 'a' is old.", "The key of 'b' is old."], "The key of 'a' and 'b' is old."],
  [
    "who can do something",
    [
      "user:a holds roles/viewer on project 'p': it can read keys.",
      "user:b holds roles/viewer on project 'p': it can read keys.",
    ],
    "user:a and user:b hold roles/viewer on project 'p': they can read keys.",
  ],
  ["names with blanks", ["'a b' has x.", "'c' has x."], "'a b' and 'c' have x."],
];

test.each(cases)("differing in %s", (_name, messages, joined) => {
  expect(joinMessages(messages)).toBe(joined);
});

test("sentences that differ all over follow each other", () => {
  const one = "The account of the first pipeline can't write to the dataset of features.";
  const other = "A bucket is open to everybody.";
  expect(joinMessages([one, other])).toBe(`${one} ${other}`);
});

test("long lists are counted", () => {
  const messages = Array.from({ length: 23 }, (_, at) => `user:${at} holds roles/owner on project 'p'.`);
  expect(joinMessages(messages)).toMatch(/^user:0, .*, user:19 and 3 more hold roles\/owner on project 'p'\.$/);
});
