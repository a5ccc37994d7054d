package dev.berth.profiler.merge;

import dev.berth.dataset.raw.PlanPart;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether sessions are all parts of their run plans, each once. */
public final class PlanParts {
    private final List<String> faults = new ArrayList<>();

    private PlanParts() {}

    /**
     * Refuses what is no whole. A machine has every part of a plan, or those that have not have it together.
     *
     * @param sessions no two copies of one; those of no plan are not judged
     * @throws BadInputException with a line for each plan that lacks a part, or has one twice, and for two plans of one
     *     name
     */
    public static void requireWhole(List<RawFolder> sessions) {
        PlanParts parts = new PlanParts();
        SortedMap<String, List<RawFolder>> byName = new TreeMap<>();
        for (RawFolder session : sessions) {
            if (session.session().plan() != null) {
                byName.computeIfAbsent(part(session).name(), name -> new ArrayList<>())
                        .add(session);
            }
        }
        byName.values().forEach(parts::check);
        if (!parts.faults.isEmpty()) {
            throw new BadInputException(parts.faults);
        }
    }

    private static PlanPart part(RawFolder session) {
        return session.session().plan();
    }

    private void check(List<RawFolder> ofName) {
        if (!areOfOnePlan(ofName)) {
            return;
        }
        Map<String, List<RawFolder>> byMachine = new LinkedHashMap<>();
        ofName.forEach(session -> byMachine
                .computeIfAbsent(session.session().machine().fingerprint(), machine -> new ArrayList<>())
                .add(session));
        List<RawFolder> together = new ArrayList<>();
        int apart = 0;
        for (List<RawFolder> ofMachine : byMachine.values()) {
            if (areTwice(ofMachine) || !areOfTheSameSeries(ofMachine)) {
                return;
            }
            if (!missing(ofMachine).isEmpty()) {
                together.addAll(ofMachine);
                apart++;
            }
        }
        if (!together.isEmpty() && !areTwice(together) && areOfTheSameSeries(together)) {
            Set<String> missing = missing(together);
            if (!missing.isEmpty()) {
                String whose = byMachine.size() == 1
                        ? ""
                        : apart > 1
                                ? " of " + apart + " machines"
                                : " of machine "
                                        + together.get(0).session().machine().fingerprint();
                faults.add("plan " + part(together.get(0)).plan() + whose
                        + " is without "
                        + String.join(", ", missing)
                        + (missing.size() == 1
                                ? "; name the folder that holds it, or measure it"
                                : "; name the folders that hold them, or measure them"));
            }
        }
    }

    /** Two plans of one name, or one that was divided in two ways. */
    private boolean areOfOnePlan(List<RawFolder> sessions) {
        RawFolder first = sessions.get(0);
        for (RawFolder session : sessions) {
            PlanPart here = part(session);
            PlanPart there = part(first);
            if (!here.sha256().equals(there.sha256())) {
                return refused(
                        session,
                        "is of plan " + here.plan() + ", not of plan " + there.plan() + " as " + first.folder()
                                + ": one was edited; merge them apart");
            }
            if (here.shards() != there.shards()) {
                return refused(
                        session,
                        "plan " + here.plan() + " was divided into " + here.shards() + " shards, into " + there.shards()
                                + " in " + first.folder() + "; merge them apart");
            }
        }
        return true;
    }

    private boolean areTwice(List<RawFolder> sessions) {
        Map<String, RawFolder> seen = new HashMap<>();
        for (RawFolder session : sessions) {
            RawFolder before =
                    seen.putIfAbsent(words(part(session).device(), part(session).shard(), session), session);
            if (before != null) {
                refused(
                        session,
                        part(session).describe() + " was measured into " + before.folder()
                                + " too; name only one of them");
                return true;
            }
        }
        return false;
    }

    /** Shards of machines that found other models, or have other engines, need not make a whole. */
    private boolean areOfTheSameSeries(List<RawFolder> sessions) {
        Map<String, RawFolder> firsts = new HashMap<>();
        for (RawFolder session : sessions) {
            PlanPart here = part(session);
            RawFolder first = firsts.computeIfAbsent(here.device(), device -> session);
            if (here.shards() > 1 && !here.seriesSha256().equals(part(first).seriesSha256())) {
                return refused(
                        session,
                        "plan " + here.plan() + " had other models or engines here than in " + first.folder()
                                + ", so their shards do not make a whole; measure one of them anew");
            }
        }
        return true;
    }

    private boolean refused(RawFolder session, String fault) {
        faults.add(session.folder() + ": " + fault);
        return false;
    }

    private static Set<String> missing(List<RawFolder> sessions) {
        PlanPart any = part(sessions.get(0));
        Set<String> missing = new LinkedHashSet<>();
        for (int shard = 1; shard <= any.shards(); shard++) {
            for (String device : any.devices()) {
                missing.add(words(device, shard, sessions.get(0)));
            }
        }
        sessions.forEach(session ->
                missing.remove(words(part(session).device(), part(session).shard(), session)));
        return missing;
    }

    private static String words(String device, int shard, RawFolder of) {
        PlanPart part = part(of);
        boolean divided = part.shards() > 1;
        boolean several = part.devices().size() > 1;
        return (divided ? "shard " + shard + "/" + part.shards() : "")
                + (divided && several ? " on " : "")
                + (several ? "device " + device : "");
    }
}
