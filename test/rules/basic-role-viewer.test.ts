import { basicRoleViewer } from "../../src/rules/basic-role-viewer.ts";
import { testRule } from "../rule-tester.ts";

testRule(basicRoleViewer, { auditors: ["group:auditors@example.com"] });
