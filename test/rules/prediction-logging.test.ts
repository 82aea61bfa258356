import { expect, it } from "vitest";
import policy from "../../rules.json" with { type: "json" };
import { predictionLogging } from "../../src/rules/prediction-logging.ts";
import { testRule } from "../rule-tester.ts";

testRule(predictionLogging);

it("is off until somebody turns it on", () => expect(policy.rules["prediction-logging"].level).toBe("off"));
