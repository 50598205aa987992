// One process for all: each synthesis is made once.
import "./stack.ts";
import "./checks.ts";
import "./grants.ts";
import "./nag.ts";
import "./cost.ts";
import "./deploy.ts";
