import { credentialLiteral } from "../../src/rules/credential-literal.ts";
import { testRule } from "../rule-tester.ts";

testRule(credentialLiteral);
