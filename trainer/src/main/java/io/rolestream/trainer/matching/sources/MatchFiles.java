package io.rolestream.trainer.matching.sources;

import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.columns.JobColumns;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.FeedbackRow;
import io.rolestream.files.read.JobRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.trec.QrelsFile;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.feedback.FeedbackMatches;
import io.rolestream.trainer.matching.feedback.Reaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads resumes, jobs and what suits what from files. */
public final class MatchFiles {
    private final Map<String, Candidate> resumes = new LinkedHashMap<>();
    private final Map<String, Posting> jobs = new LinkedHashMap<>();
    private final Consumer<String> tell;
    private long strangers;

    private MatchFiles(Consumer<String> tell) {
        this.tell = tell;
    }

    /**
     * Reads three files.
     *
     * @param qrels judgements in TREC's format, resumes as topics and jobs as documents; or null
     * @param feedback what people did, in any format of rows; or null
     * @param documents limits of resumes that are documents
     * @param tell is given a sentence for each row that is skipped
     * @throws io.rolestream.files.bytes.InputException if a file cannot be read
     * @throws IllegalArgumentException unless one of qrels and feedback is given
     */
    public static MatchingData read(
            Path resumeFile,
            Path jobFile,
            @Nullable Path qrels,
            @Nullable Path feedback,
            DocumentLimits documents,
            Consumer<String> tell) {
        Path said = qrels == null ? feedback : qrels;
        if (said == null || (qrels != null && feedback != null)) {
            throw new IllegalArgumentException("give either judgements or feedback");
        }
        MatchFiles files = new MatchFiles(tell);
        files.rows(RowSource.ofResumes(resumeFile, ColumnNames.AUTOMATIC, documents), resumeFile);
        files.rows(RowSource.ofJobs(jobFile, JobColumns.AUTOMATIC), jobFile);
        List<GradedMatch> matches = qrels != null ? files.judged(said) : files.reacted(said);
        if (files.strangers > 0) {
            tell.accept(said + ": " + files.strangers
                    + " pairs have a resume or a job that is in neither file; they are skipped");
        }
        return new MatchingData(
                files.resumes,
                files.jobs,
                matches,
                (qrels != null ? "judgements in " : "feedback in ") + said.getFileName(),
                true);
    }

    private void rows(RowSource source, Path file) {
        try (source) {
            while (source.hasNext()) {
                add(source.next(), file);
            }
        }
    }

    private void add(Row row, Path file) {
        if (row instanceof ResumeRow resume) {
            resumes.put(resume.resumeId(), resume.candidate());
        } else if (row instanceof JobRow job) {
            jobs.put(job.jobId(), job.posting());
        } else if (row instanceof BadRow bad) {
            tell.accept(file + ": " + bad.problem());
        }
    }

    private List<GradedMatch> judged(Path file) {
        Qrels qrels = QrelsFile.read(file);
        List<GradedMatch> matches = new ArrayList<>();
        qrels.grades()
                .forEach((resume, judged) -> judged.forEach((job, grade) -> {
                    if (isKnown(resume, job)) {
                        matches.add(new GradedMatch(resume, job, Math.max(0, Math.min(grade, GradedMatch.HIGHEST)), 1));
                    }
                }));
        return matches;
    }

    private List<GradedMatch> reacted(Path file) {
        List<Reaction> reactions = new ArrayList<>();
        try (RowSource source = RowSource.ofFeedback(file)) {
            while (source.hasNext()) {
                Row row = source.next();
                if (row instanceof FeedbackRow one && isKnown(one.resumeId(), one.jobId())) {
                    reactions.add(new Reaction(one.resumeId(), one.jobId(), one.action(), one.position()));
                } else if (row instanceof BadRow bad) {
                    tell.accept(file + ": " + bad.problem());
                }
            }
        }
        return FeedbackMatches.of(reactions).matches();
    }

    private boolean isKnown(String resume, String job) {
        boolean known = resumes.containsKey(resume) && jobs.containsKey(job);
        strangers += known ? 0 : 1;
        return known;
    }
}
