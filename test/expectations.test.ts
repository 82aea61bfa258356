import { describe, expect, it } from "vitest";
import { annotate, withoutExpectations } from "./expectations.ts";

const text = 'resource "x" "y" {\n  role = "roles/owner"\n}\n';
const finding = (start: number, end: number, message = "Said.") => ({
  message,
  at: { path: "a.tf", start, end },
  subject: ["x"],
});

describe("expectations", () => {
  it("announces a finding under its text, and takes it out again", () => {
    const annotated = annotate("a.tf", text, [finding(29, 40)]);
    expect(annotated).toBe('resource "x" "y" {\n  role = "roles/owner"\n  #       ^^^^^^^^^^^ Said.\n}\n');
    expect(withoutExpectations(annotated)).toBe(text);
  });

  it("announces what begins where the comment sign must stand", () => {
    const annotated = annotate("a.tf", text, [finding(0, 8), finding(21, 25, "Two.")]);
    expect(annotated).toBe('resource "x" "y" {\n#<^^^^^^ Said.\n  role = "roles/owner"\n #^^^^ Two.\n}\n');
    expect(withoutExpectations(annotated)).toBe(text);
  });

  it("says how sure, how bad", () => {
    const annotated = annotate("a.json", '{"a": 1}', [
      { ...finding(6, 7), certainty: "likely", level: "note", severity: 4.5 },
    ]);
    expect(annotated).toBe('{"a": 1}\n//    ^ [likely, note, 4.5] Said.');
    expect(withoutExpectations(annotated)).toBe('{"a": 1}\n');
  });

  it("leaves other comments alone", () => {
    const comments = "# see ^^ above\n// ^ \n#   ^^\n";
    expect(withoutExpectations(comments)).toBe(comments);
  });
});
