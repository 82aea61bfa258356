import { publicMember } from "../../src/rules/public-member.ts";
import { testRule } from "../rule-tester.ts";

testRule(publicMember, { publicResources: ["www.example.com"] });
