import { saAdminAndUser } from "../../src/rules/sa-admin-and-user.ts";
import { testRule } from "../rule-tester.ts";

testRule(saAdminAndUser, { breakGlass: ["group:gcp-breakglass@example.com"] });
