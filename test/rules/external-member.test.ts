import { externalMember } from "../../src/rules/external-member.ts";
import { testRule } from "../rule-tester.ts";

testRule(externalMember, { allowedDomains: ["example.com"], knownProjects: ["ml-prod", "111111111111"] });
