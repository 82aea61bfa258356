import { hierarchyWideRole } from "../../src/rules/hierarchy-wide-role.ts";
import { testRule } from "../rule-tester.ts";

testRule(hierarchyWideRole, { auditors: ["group:auditors@example.com"] });
