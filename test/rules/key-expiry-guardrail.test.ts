import { keyExpiryGuardrail } from "../../src/rules/key-expiry-guardrail.ts";
import { testRule } from "../rule-tester.ts";

testRule(keyExpiryGuardrail);
