#!/usr/bin/env python3
"""Works out cost and limits of the plans in instance files again, in whole numbers: check.py FILE..."""
import json
import sys

RESOURCES = ("storageBytes", "hostMemoryBytes", "deviceMemoryBytes", "energyMillijoules", "computePpm")


def require(holds, fault):
    if not holds:
        raise ValueError(fault)


def check(instance):
    services, best = instance["services"], instance["best"]
    if best is None:
        return "no plan is known"
    require(len(best["plan"]) == instance["slots"], "best: expected a row a slot")
    cost = 0
    before = [service["initialMode"] for service in services]
    for slot, modes in enumerate(best["plan"]):
        require(len(modes) == len(services), f"slot {slot}: expected a mode a service")
        for service, last, mode in zip(services, before, modes):
            require(service["lowestMode"] <= mode <= service["highestMode"], f"slot {slot}: {service['name']} not in {mode}")
            move = service["switchingNanoCost"][last][mode]
            require(move is not None, f"slot {slot}: {service['name']} cannot go from {last} to {mode}")
            cost += service["servingNanoCost"][slot][mode] + move
        for resource in RESOURCES:
            taken = sum(service["modes"][mode][resource] for service, mode in zip(services, modes))
            limit = instance["limits"][resource]
            require(limit is None or taken <= limit, f"slot {slot}: {resource} {taken}, limit {limit}")
        before = modes
    require(cost == best["planNanoCost"], f"planNanoCost {best['planNanoCost']}, the plan costs {cost}")
    bound = best["boundNanoCost"]
    require(bound is None or bound <= cost, f"boundNanoCost {bound} above the cost {cost}")
    return f"{cost}, optimal" if bound == cost else f"{cost}, bound {bound}"


files = [file for file in sys.argv[1:] if file.endswith(".json") and not file.endswith(".schema.json")]
if not files:
    sys.exit("usage: check.py FILE..., instance files such as results/instances/*.json")
for file in files:
    try:
        with open(file, encoding="utf-8") as text:
            print(f"{file}: {check(json.load(text))}")
    except (OSError, LookupError, TypeError, ValueError, AttributeError) as fault:
        sys.exit(f"{file}: {type(fault).__name__}: {fault}")
