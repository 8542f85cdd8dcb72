package io.rolestream.files.ranking;

import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Quoted;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.columns.JobColumns;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.JobRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.trec.TrecId;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The resumes and the jobs of two files. Of rows with the same id, the last one counts, as on the stream.
 *
 * @param resumes by their ids as TREC files write them, in order
 * @param jobs likewise
 * @param resumeRoles of rows that have one, by the same ids; empty unless roles were asked for
 * @param remarks on what was left out
 */
record RankedTexts(
        Map<String, Candidate> resumes,
        Map<String, Posting> jobs,
        Map<String, String> resumeRoles,
        Map<String, String> jobRoles,
        List<String> remarks) {
    private static final String ROLE_COLUMN = "role";
    private static final int BAD_ROWS_TOLD = 5;

    private static final class Reading {
        private final String name;
        private final Consumer<String> messages;
        private long bad;
        private long repeated;

        Reading(String name, Consumer<String> messages) {
            this.name = name;
            this.messages = messages;
        }

        void bad(String problem) {
            if (bad++ < BAD_ROWS_TOLD) {
                messages.accept(name + ": " + problem);
            }
        }

        /** @param before the id of an earlier row that TREC files would write alike */
        void repeated(@Nullable String before, String id) {
            if (before != null && !before.equals(id)) {
                throw new InputException(name + ": the ids " + Quoted.of(before) + " and " + Quoted.of(id)
                        + " would both be written as " + TrecId.of(id) + " in run files; rename one of them");
            }
            repeated += before == null ? 0 : 1;
        }

        void addRemarks(int rows, String what, List<String> remarks) {
            if (rows == 0) {
                throw new InputException(name + ": no row has skills or a text");
            }
            if (bad > 0) {
                remarks.add(
                        name + ": skipped " + Counted.of(bad, "row") + " that cannot be read or that have no text.");
            }
            if (repeated > 0) {
                remarks.add(name + ": " + Counted.of(repeated, "row") + " repeated the id of an earlier " + what
                        + " and replaced it.");
            }
        }
    }

    /**
     * @param roles whether the column {@code role} of both files is read
     * @param documents limits of resumes that are documents
     */
    static RankedTexts read(
            Path resumes, Path jobs, boolean roles, DocumentLimits documents, Consumer<String> messages) {
        RankedTexts texts = new RankedTexts(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>());
        texts.readResumes(resumes, roles, documents, messages);
        texts.readJobs(jobs, roles, messages);
        return texts;
    }

    private void readResumes(Path file, boolean roles, DocumentLimits documents, Consumer<String> messages) {
        Reading reading = new Reading(name(file), messages);
        ColumnNames columns = new ColumnNames(null, null, null, roles ? ROLE_COLUMN : null);
        try (RowSource rows = RowSource.ofResumes(file, columns, documents)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row instanceof BadRow bad) {
                    reading.bad(bad.problem());
                } else if (row instanceof ResumeRow resume) {
                    if (resume.skills() == null && resume.text() == null) {
                        reading.bad("line " + resume.line() + ": neither skills nor text");
                        continue;
                    }
                    String id = TrecId.of(resume.resumeId());
                    Candidate before = resumes.put(id, resume.candidate());
                    reading.repeated(before == null ? null : before.resumeId(), resume.resumeId());
                    put(resumeRoles, id, resume.role());
                }
            }
        }
        reading.addRemarks(resumes.size(), "resume", remarks);
    }

    private void readJobs(Path file, boolean roles, Consumer<String> messages) {
        Reading reading = new Reading(name(file), messages);
        JobColumns columns = new JobColumns(null, null, null, null, roles ? ROLE_COLUMN : null);
        try (RowSource rows = RowSource.ofJobs(file, columns)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row instanceof BadRow bad) {
                    reading.bad(bad.problem());
                } else if (row instanceof JobRow job) {
                    if (job.title().isBlank() && job.skills() == null && job.description() == null) {
                        reading.bad("line " + job.line() + ": neither title, skills nor description");
                        continue;
                    }
                    String id = TrecId.of(job.jobId());
                    Posting before = jobs.put(id, job.posting());
                    reading.repeated(before == null ? null : before.jobId(), job.jobId());
                    put(jobRoles, id, job.role());
                }
            }
        }
        reading.addRemarks(jobs.size(), "job", remarks);
    }

    private static void put(Map<String, String> roles, String id, @Nullable String role) {
        if (role == null) {
            roles.remove(id);
        } else {
            roles.put(id, role);
        }
    }

    private static String name(Path file) {
        return file.toString().equals("-") ? "standard input" : String.valueOf(file.getFileName());
    }
}
