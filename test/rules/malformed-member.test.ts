import { malformedMember } from "../../src/rules/malformed-member.ts";
import { testRule } from "../rule-tester.ts";

testRule(malformedMember);
