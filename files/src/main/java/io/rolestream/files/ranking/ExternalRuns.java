package io.rolestream.files.ranking;

import io.rolestream.common.text.Quoted;
import io.rolestream.evaluation.ranking.RankedList;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.trec.RunFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs of other systems from files. Each is judged in the direction that its ids belong to. */
record ExternalRuns(List<RetrievalRun> runs, List<Path> files) {
    /**
     * Reads run files. A run has the name of its tag; if that is taken, the file's name.
     *
     * @param taken names of other systems
     */
    static ExternalRuns read(List<Path> files, List<String> taken) {
        Set<String> names = new HashSet<>(taken);
        List<RetrievalRun> runs = new ArrayList<>();
        for (Path file : files) {
            RetrievalRun run = RunFile.read(file);
            String name = names.contains(run.name()) ? String.valueOf(file.getFileName()) : run.name();
            if (!names.add(name)) {
                throw new InputException(file + ": another run is named " + Quoted.of(name)
                        + "; change the tag, its last field, or rename the file");
            }
            runs.add(run.named(name));
        }
        return new ExternalRuns(runs, files);
    }

    /** @throws InputException if a run has neither resumes as queries nor jobs */
    void requireKnown(RankedTexts texts) {
        for (int i = 0; i < runs.size(); i++) {
            if (pairs(runs.get(i), texts.resumes(), texts.jobs()) == 0
                    && pairs(runs.get(i), texts.jobs(), texts.resumes()) == 0) {
                throw new InputException(files.get(i) + ": no line has a resume and a job of the two files; ids must be"
                        + " equal, with white space as %20");
            }
        }
    }

    /** The runs of a direction. */
    List<RetrievalRun> of(RankingDirection direction, RankedTexts texts) {
        boolean forJobs = direction == RankingDirection.JOBS;
        return runs.stream()
                .filter(run -> forJobs
                        == (pairs(run, texts.resumes(), texts.jobs()) >= pairs(run, texts.jobs(), texts.resumes())))
                .toList();
    }

    private static long pairs(RetrievalRun run, Map<String, ?> queries, Map<String, ?> documents) {
        long pairs = 0;
        for (Map.Entry<String, RankedList> list : run.lists().entrySet()) {
            if (queries.containsKey(list.getKey())) {
                pairs += list.getValue().entries().stream()
                        .filter(entry -> documents.containsKey(entry.id()))
                        .count();
            }
        }
        return pairs;
    }
}
