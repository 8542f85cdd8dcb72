package io.rolestream.files.ranking;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.trec.QrelsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which jobs are relevant for which resumes, and the other way around.
 *
 * @param jobs the judgements with resumes as queries
 * @param resumes the same judgements with jobs as queries
 * @param description a sentence on where they come from
 */
record Relevance(Qrels jobs, Qrels resumes, String description) {
    Qrels of(RankingDirection direction) {
        return direction == RankingDirection.JOBS ? jobs : resumes;
    }

    private static Relevance of(Qrels jobs, String description) {
        return new Relevance(jobs, jobs.transposed(), description);
    }

    /**
     * Reads a qrels file. Its queries may be the resumes or the jobs; the ids say which.
     *
     * @throws InputException if its ids are of neither file
     */
    static Relevance ofQrels(Path file, RankedTexts texts) {
        Qrels read = QrelsFile.read(file);
        int forwards = known(read, texts.resumes(), texts.jobs());
        int backwards = known(read, texts.jobs(), texts.resumes());
        if (forwards == 0 && backwards == 0) {
            throw new InputException(file + ": none of its " + Counted.of(read.judgements(), "pair")
                    + " is a resume and a job of the two files; ids must be equal, with white space as %20");
        }
        Qrels jobs = forwards >= backwards ? read : read.transposed();
        long unknown = read.judgements() - Math.max(forwards, backwards);
        return of(
                restricted(jobs, texts),
                "Relevant: the grades of " + file.getFileName() + "."
                        + (unknown == 0
                                ? ""
                                : " " + Counted.of(unknown, "judgement")
                                        + " of resumes or jobs that are not in the files "
                                        + (unknown == 1 ? "is" : "are")
                                        + " left out."));
    }

    /** Reads a table with the columns {@code resumeId}, {@code jobId} and {@code grade}. */
    static Relevance ofGrades(Path file, RankedTexts texts) {
        Qrels read = new Qrels(GradesFile.read(file));
        int known = known(read, texts.resumes(), texts.jobs());
        if (known == 0) {
            throw new InputException(file + ": none of its " + Counted.of(read.judgements(), "pair")
                    + " is a resume and a job of the two files");
        }
        long unknown = read.judgements() - known;
        return of(
                restricted(read, texts),
                "Relevant: the grades of " + file.getFileName() + "."
                        + (unknown == 0 ? "" : " " + Counted.of(unknown, "pair") + " of others are left out."));
    }

    private static int known(Qrels qrels, Map<String, ?> queries, Map<String, ?> documents) {
        int known = 0;
        for (Map.Entry<String, Map<String, Integer>> query : qrels.grades().entrySet()) {
            if (queries.containsKey(query.getKey())) {
                known += (int) query.getValue().keySet().stream()
                        .filter(documents::containsKey)
                        .count();
            }
        }
        return known;
    }

    private static Qrels restricted(Qrels qrels, RankedTexts texts) {
        Map<String, Map<String, Integer>> kept = new LinkedHashMap<>();
        qrels.grades().forEach((query, judged) -> {
            if (texts.resumes().containsKey(query)) {
                Map<String, Integer> documents = new LinkedHashMap<>(judged);
                documents.keySet().retainAll(texts.jobs().keySet());
                if (!documents.isEmpty()) {
                    kept.put(query, documents);
                }
            }
        });
        return new Qrels(kept);
    }

    /**
     * Takes a job as relevant for a resume if both have the same role in the column {@code role}. The fallback role is
     * none: its texts have nothing in common, so they are no queries, and are relevant for none.
     */
    static Relevance ofRoles(RankedTexts texts, String fallback) {
        Map<String, Map<String, Integer>> jobs = grades(texts.jobRoles(), fallback);
        Map<String, Map<String, Integer>> resumes = grades(texts.resumeRoles(), fallback);
        Qrels forResumes = shared(texts.resumeRoles(), jobs);
        if (forResumes.queries().isEmpty()) {
            throw new InputException("no resume has the role of a job in the column \"role\" of both files, other than "
                    + fallback + "; judge with --qrels or --grades");
        }
        int without = texts.resumes().size() - forResumes.queries().size();
        return new Relevance(
                forResumes,
                shared(texts.jobRoles(), resumes),
                "Relevant: the same role in the column \"role\" of both files. " + Counted.of(without, "resume")
                        + " without a role, or with " + fallback + " or a role that no job has, "
                        + (without == 1 ? "is" : "are") + " left out.");
    }

    /** All texts of each role, but of the fallback, with the grade that they have for texts of the same role. */
    private static Map<String, Map<String, Integer>> grades(Map<String, String> roles, String fallback) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        roles.forEach((id, role) -> {
            if (!role.equals(fallback)) {
                grades.computeIfAbsent(role, absent -> new LinkedHashMap<>()).put(id, Qrels.RELEVANT);
            }
        });
        return grades;
    }

    /** Queries of one role share their judgements: the pairs of large files would not fit into memory. */
    private static Qrels shared(Map<String, String> queries, Map<String, Map<String, Integer>> documents) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        queries.forEach((query, role) -> {
            Map<String, Integer> same = documents.get(role);
            if (same != null) {
                grades.put(query, same);
            }
        });
        return new Qrels(grades);
    }
}
