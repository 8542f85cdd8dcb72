package io.rolestream.stream.recommending.labels;

import io.rolestream.common.loop.Next;
import io.rolestream.common.loop.Step;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.Vote;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.stream.labelling.RuleVotes;
import io.rolestream.stream.worker.ModelGoneException;
import io.rolestream.stream.worker.VotingModel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels each posting: the rules vote, the model does if there is one, and the policy decides. An unreadable posting is
 * dead-lettered, a deleted one loses its label. Labels of other versions are replaced when nothing else is to be done
 * ({@link Relabelling}).
 *
 * <p>A label's revision follows from what stands in the topic ({@link JobLabels}); a posting that was sent again
 * unchanged gets no other label.
 */
final class JobLabelStep implements Step<JobWork, Optional<Vote>> {
    private static final Logger LOG = LoggerFactory.getLogger(JobLabelStep.class);

    private final JobReader reader;
    private final JobVoters voters;
    private final RuleVotes ruleVotes;
    private final JobLabels labels;
    private final LabelRecords records;
    private final Relabelling relabelling;
    private final JobLabelMeters meters;

    JobLabelStep(
            JobReader reader,
            JobVoters voters,
            JobLabels labels,
            LabelRecords records,
            Relabelling relabelling,
            JobLabelMeters meters) {
        this.reader = reader;
        this.voters = voters;
        this.ruleVotes = new RuleVotes(voters::rules);
        this.labels = labels;
        this.records = records;
        this.relabelling = relabelling;
        this.meters = meters;
    }

    @Override
    public boolean prepare() {
        boolean known = labels.load();
        return voters.prepare() && known;
    }

    @Override
    public boolean hasRoom() {
        VotingModel model = voters.model();
        return model == null || !model.isFull();
    }

    @Override
    public Next<JobWork> read(ConsumerRecord<byte[], byte[]> record) {
        Reading<ReadableJob> reading =
                reader.read(record.topic(), record.key(), record.value(), record.headers(), record.timestamp());
        if (reading instanceof Reading.Forget<ReadableJob> forget) {
            return new Next.Compute<>(new JobWork.Delete(forget.id()));
        }
        if (reading instanceof Reading.Readable<ReadableJob> readable) {
            return new Next.Compute<>(work(readable.value()));
        }
        Reading.Unreadable<ReadableJob> unreadable = (Reading.Unreadable<ReadableJob>) reading;
        meters.deadLettered(unreadable.reason());
        return new Next.Send<>(List.of(records.deadLetter(record, unreadable)));
    }

    private JobWork.Label work(ReadableJob job) {
        String text = JobText.judged(job);
        return new JobWork.Label(job, text, ruleVotes.on(text, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
    }

    @Override
    public CompletableFuture<Optional<Vote>> compute(JobWork work) throws InterruptedException {
        VotingModel model = voters.model();
        return work instanceof JobWork.Label label && model != null
                ? model.vote(label.text()).thenApply(Optional::of)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(
            ConsumerRecord<byte[], byte[]> record, JobWork work, Optional<Vote> vote) {
        if (work instanceof JobWork.Delete deleted) {
            labels.remove(record.partition(), deleted.jobId());
            return List.of(records.deletion(record));
        }
        return label(record, (JobWork.Label) work, vote.orElse(null), false);
    }

    private List<ProducerRecord<byte[], byte[]>> label(
            ConsumerRecord<byte[], byte[]> record, JobWork.Label work, @Nullable Vote vote, boolean again) {
        String id = work.job().jobId();
        StandingLabel before = labels.get(record.partition(), id);
        LabelledJob label = records.label(record, work, vote, before == null ? 1 : before.revision() + 1);
        StandingLabel next = StandingLabel.of(label);
        LabelCause cause = cause(before, next);
        if (cause == null || (again && cause != LabelCause.VERSION)) {
            return List.of(); // it stands already, or the posting was changed or deleted since
        }
        labels.put(record.partition(), id, next);
        meters.labelled(cause);
        return List.of(records.record(record, label));
    }

    /** Why a label takes the place of another one; null if it says the same. */
    private static @Nullable LabelCause cause(@Nullable StandingLabel before, StandingLabel next) {
        if (before == null) {
            return LabelCause.NEW;
        }
        if (!before.contentHash().equals(next.contentHash())) {
            return LabelCause.CHANGED;
        }
        return before.isBy(next.ruleSet(), next.model()) ? null : LabelCause.VERSION;
    }

    @Override
    public Next<JobWork> onFailure(ConsumerRecord<byte[], byte[]> record, JobWork work, Throwable failure) {
        if (failure instanceof ModelGoneException gone) {
            if (gone.broken()) {
                throw gone;
            }
            return new Next.Compute<>(work); // with the model that took over
        }
        LOG.warn(
                "the model fails on {}-{}@{}, which is dead-lettered and labelled by the rules: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                failure.toString());
        meters.deadLettered(UnreadableReason.INFERENCE_FAILED);
        Reading.Unreadable<ReadableJob> reason = new Reading.Unreadable<>(
                UnreadableReason.INFERENCE_FAILED, "The model " + voters.modelVersion() + " fails on it: " + failure);
        List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>(records(record, work, Optional.empty()));
        sent.add(records.deadLetter(record, reason));
        return new Next.Send<>(sent);
    }

    @Override
    public boolean isFatal(RuntimeException failure) {
        return failure instanceof ModelGoneException;
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        labels.own(partitions.stream().map(TopicPartition::partition).toList());
        relabelling.assigned(partitions);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        labels.forget(partitions.stream().map(TopicPartition::partition).toList());
        relabelling.revoked(partitions);
    }

    @Override
    public void abandoned() {
        labels.forgetAll();
        relabelling.begin();
    }

    @Override
    public Map<TopicPartition, List<ProducerRecord<byte[], byte[]>>> unprompted() throws InterruptedException {
        return relabelling.next(voters, this::work, (record, work, vote) -> label(record, work, vote, true));
    }

    @Override
    public void startedOver() {
        meters.startedOver();
    }

    @Override
    public void close() {
        relabelling.close();
        voters.release();
    }
}
