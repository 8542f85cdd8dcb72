package io.rolestream.dashboard.live;

import io.rolestream.dashboard.live.Confusion.ConfusionPart;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the votes of each observed labeller compare with the rules' in the last minutes. For one thread. */
final class ObservedLabellers {
    /** More than a labelling service observes: another instance may observe others. */
    private static final int MOST = 16;

    private final Taxonomy taxonomy;
    private final Map<String, Compared> labellers = new LinkedHashMap<>();

    private record Compared(Confusion confusion, RecentCases cases) {}

    /** @param names of those that are shown before they vote */
    ObservedLabellers(Taxonomy taxonomy, List<String> names) {
        this.taxonomy = taxonomy;
        names.forEach(this::compared);
    }

    private Compared compared(String labeller) {
        return labellers.computeIfAbsent(
                labeller,
                name -> new Compared(
                        new Confusion(taxonomy.names(), taxonomy.fallback().name()), new RecentCases()));
    }

    /** Adds the votes that came with a label, besides those that an earlier revision had. */
    void add(LabelledRole label, long atMillis) {
        List<Vote> votes = label.getObservedVotes();
        int before = Math.min(Math.max(0, label.getObservedBefore()), votes.size());
        for (Vote vote : votes.subList(before, votes.size())) {
            boolean isShown = labellers.containsKey(vote.getLabeller()) || labellers.size() < MOST;
            if (isShown && vote.getRole() != null && label.getRuleVote() != null) {
                Compared compared = compared(vote.getLabeller());
                Case one = Case.of(label, vote);
                compared.confusion().add(one.cell(), atMillis);
                if (compared.confusion().differs(one.cell())) {
                    compared.cases().add(one);
                }
            }
        }
    }

    void remove(String resumeId) {
        labellers.values().forEach(compared -> compared.cases().remove(resumeId));
    }

    /** The latest resumes with these votes, if they differ. */
    List<Case> cases(String labeller, Cell cell) {
        Compared compared = labellers.get(labeller);
        return compared == null ? List.of() : compared.cases().of(cell);
    }

    Map<String, ConfusionPart> parts(long nowMillis) {
        Map<String, ConfusionPart> parts = new LinkedHashMap<>();
        labellers.forEach(
                (name, compared) -> parts.put(name, compared.confusion().part(nowMillis)));
        return parts;
    }
}
