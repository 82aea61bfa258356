import { danglingMember } from "../../src/rules/dangling-member.ts";
import { testRule } from "../rule-tester.ts";

testRule(danglingMember);
