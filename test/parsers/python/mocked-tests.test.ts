import { expect, test } from "vitest";
import { factsOf, parseProgram } from "./parse-fixture.ts";

const calling = `from google.cloud import aiplatform
def test_it():
    aiplatform.Endpoint.create(project="acme-ml", location="europe-west4", display_name="churn")
`;

test.each(["from unittest import mock", "import unittest.mock", "from unittest.mock import patch", "import mock"])(
  "a test with mocks calls nobody: %s",
  (line) => {
    expect(factsOf(parseProgram(`${line}\n${calling}`, {}, "tests/test_endpoint.py"), "operation")).toEqual([]);
  },
);

test("a test without, one of the whole system, and a program that is no test do", () => {
  expect(
    factsOf(parseProgram(`import mock\n${calling}`, {}, "tests/system/test_endpoint.py"), "operation"),
  ).toHaveLength(1);
  expect(factsOf(parseProgram(calling, {}, "tests/test_endpoint.py"), "operation")).toHaveLength(1);
  expect(factsOf(parseProgram(`import mock\n${calling}`, {}, "endpoint.py"), "operation")).toHaveLength(1);
});

test("what a generator shows for illustration only holds perhaps", () => {
  const note = "# NOTE: This snippet has been automatically generated for illustrative purposes only.";
  const [operation] = factsOf(parseProgram(`${note}\n${calling}`), "operation");
  expect(operation?.conditional).toBe(true);
});
