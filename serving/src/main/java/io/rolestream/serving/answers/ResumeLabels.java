package io.rolestream.serving.answers;

import io.rolestream.events.Vote;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.write.LabelLine;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.JudgedPart;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.stream.labelling.RuleVotes;
import io.rolestream.stream.waiting.LabelLines;
import io.rolestream.stream.worker.SharedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Labels the resumes of requests with the parts of the stream: its reader, rules, model and policy. Texts of all
 * requests are batched together by the model's engine. Thread-safe.
 */
public final class ResumeLabels {
    private final ServedVoters voters;
    private final DecisionPolicy policy;
    private final int textChars;
    private final JudgedPart judged;

    /**
     * @param textChars a resume with a longer text is not labelled
     * @param judged which part of a resume is judged
     */
    public ResumeLabels(ServedVoters voters, DecisionPolicy policy, int textChars, JudgedPart judged) {
        GeneratedRecords.trust(); // resumes and votes have defaults
        this.voters = voters;
        this.policy = policy;
        this.textChars = textChars;
        this.judged = judged;
    }

    /**
     * The labels of a request.
     *
     * @param rules the version of the rules that voted
     */
    public record Labelled(String rules, List<LabelLine> lines) {}

    /** A resume whose rule vote is known; the others are null where it cannot be labelled. */
    private record Asked(
            String resumeId,
            @Nullable String problem,
            @Nullable Vote ruleVote,
            @Nullable CompletableFuture<Vote> modelVote) {
        static Asked failed(String resumeId, String problem) {
            return new Asked(resumeId, problem, null, null);
        }
    }

    /**
     * Labels rows, in their order; one that cannot be labelled gets its error.
     *
     * @throws RefusedRequestException if the model's queue is full, or the votes do not come in time
     * @throws ExecutionException if the model can compute nothing any more
     */
    public Labelled label(List<Row> rows, Deadline deadline) throws InterruptedException, ExecutionException {
        if (voters.areBusy()) {
            // Those that wait would not be answered in time, and be computed all the same.
            throw new RefusedRequestException(
                    RefusedRequestException.TOO_MANY, "the model's queue is full; try again later");
        }
        RuleSet rules = voters.rules();
        RuleVotes ruleVotes = new RuleVotes(() -> rules);
        List<Asked> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            deadline.check();
            all.add(ask(row, ruleVotes));
        }
        List<LabelLine> lines = new ArrayList<>(rows.size());
        for (int i = 0; i < all.size(); i++) {
            lines.add(line(all.get(i), deadline).withRow(rows.get(i).rowNumber()));
        }
        return new Labelled(rules.version(), lines);
    }

    private Asked ask(Row row, RuleVotes ruleVotes) throws InterruptedException {
        if (row instanceof BadRow bad) {
            return Asked.failed(bad.idOrNumber(), bad.problem());
        }
        ResumeRow resume = (ResumeRow) row;
        Instant now = Instant.now();
        Reading<ReadableResume> reading = ResumeReader.readEvent(resume.event(), now.toEpochMilli(), textChars, judged);
        if (reading instanceof Reading.Unreadable<ReadableResume> unreadable) {
            return Asked.failed(resume.resumeId(), unreadable.message());
        }
        String text = ((Reading.Readable<ReadableResume>) reading).value().judgedText();
        SharedModel model = voters.model();
        return new Asked(resume.resumeId(), null, ruleVotes.on(text, now), model == null ? null : model.vote(text));
    }

    private LabelLine line(Asked asked, Deadline deadline) throws InterruptedException, ExecutionException {
        Vote ruleVote = asked.ruleVote();
        if (ruleVote == null) {
            return LabelLine.failed(asked.resumeId(), String.valueOf(asked.problem()));
        }
        Vote modelVote = asked.modelVote() == null ? null : deadline.await(asked.modelVote());
        return LabelLines.of(asked.resumeId(), policy.decide(ruleVote, modelVote, null), false, ruleVote, modelVote);
    }
}
