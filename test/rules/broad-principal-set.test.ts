import { broadPrincipalSet } from "../../src/rules/broad-principal-set.ts";
import { testRule } from "../rule-tester.ts";

testRule(broadPrincipalSet, { allowedDomains: ["example.com"] });
