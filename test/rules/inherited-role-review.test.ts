import { inheritedRoleReview } from "../../src/rules/inherited-role-review.ts";
import { testRule } from "../rule-tester.ts";

testRule(inheritedRoleReview, { breakGlass: ["user:break-glass@example.com"] });
