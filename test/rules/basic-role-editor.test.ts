import { basicRoleEditor } from "../../src/rules/basic-role-editor.ts";
import { testRule } from "../rule-tester.ts";

testRule(basicRoleEditor);
