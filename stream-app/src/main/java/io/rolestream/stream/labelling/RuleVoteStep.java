package io.rolestream.stream.labelling;

import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.Relabel;
import io.rolestream.schemas.resume.ResumeHeaders;
import io.rolestream.stream.reconcile.Incoming;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Lets the rules vote on each resume. */
final class RuleVoteStep extends ContextualProcessor<Object, Reading<ReadableResume>, String, Incoming> {
    private final RuleVotes votes;

    RuleVoteStep(Supplier<RuleSet> rules) {
        this.votes = new RuleVotes(rules);
    }

    @Override
    public void process(Record<Object, Reading<ReadableResume>> record) {
        long offset = context().recordMetadata().orElseThrow().offset();
        if (record.value() instanceof Reading.Readable<ReadableResume> readable) {
            ReadableResume resume = readable.value();
            Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
            Relabel relabel = ResumeHeaders.relabel(record.headers());
            OptionalLong original = ResumeHeaders.originalOffset(record.headers(), offset);
            context()
                    .forward(record.withKey(resume.resumeId())
                            .withValue(new Incoming.Judged(
                                    resume, offset, votes.on(resume.judgedText(), now), relabel, original)));
        } else if (record.value() instanceof Reading.Forget<ReadableResume> forget) {
            context().forward(record.withKey(forget.id()).withValue(new Incoming.Forgotten(forget.id(), offset)));
        } else {
            throw new AssertionError(record.value().getClass()); // ReadStep sends others elsewhere
        }
    }
}
