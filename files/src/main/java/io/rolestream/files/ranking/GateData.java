package io.rolestream.files.ranking;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.RankedList;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.evaluation.ranking.RunScores;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.TextSplit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The judgements that the gate of generated descriptions goes by. Of a generator that was kept from the test of the
 * {@link TextSplit}, these are the judgements of the test's resumes about the test's postings, and lists hold the
 * test's postings alone; otherwise they are all.
 *
 * @param qrels of the gate
 * @param documents that lists keep; null for all
 */
record GateData(Qrels qrels, @Nullable Set<String> documents) {
    /** @param test whether to keep the test alone */
    static GateData of(boolean test, Qrels qrels, Map<String, Profile> queries, Map<String, Profile> documents) {
        if (!test) {
            return new GateData(qrels, null);
        }
        Set<String> kept = documents.entrySet().stream()
                .filter(document -> TextSplit.isTest(document.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        queries.forEach((query, profile) -> {
            Map<String, Integer> judged = new HashMap<>(qrels.of(query));
            judged.keySet().retainAll(kept);
            if (TextSplit.isTest(profile) && judged.values().stream().anyMatch(grade -> grade >= Qrels.RELEVANT)) {
                grades.put(query, judged);
            }
        });
        return new GateData(new Qrels(grades), kept);
    }

    /** How a run ranks what is kept. */
    RunScores scores(RetrievalRun run) {
        Map<String, RankedList> lists = new LinkedHashMap<>();
        run.lists().forEach((query, list) -> {
            if (qrels.queries().contains(query)) {
                lists.put(
                        query,
                        RankedList.of(list.entries().stream()
                                .filter(entry -> documents == null || documents.contains(entry.id()))
                                .toList()));
            }
        });
        return RunScores.of(qrels, new RetrievalRun(run.name(), lists));
    }

    /** A sentence on what the gate is judged on. */
    String remark() {
        return documents == null
                ? "The gate is judged on all resumes and postings."
                : "The gate is judged on the test alone, which the generator records not to have learnt from: "
                        + Counted.of(qrels.queries().size(), "resume") + " with a relevant one among "
                        + Counted.of(documents.size(), "posting") + ".";
    }
}
