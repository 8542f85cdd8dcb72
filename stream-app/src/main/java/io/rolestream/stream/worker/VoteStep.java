package io.rolestream.stream.worker;

import io.rolestream.common.loop.Next;
import io.rolestream.common.loop.Step;
import io.rolestream.events.Vote;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.stream.worker.ModelVotes.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a model vote on each resume.
 *
 * <p><b>The swap.</b> Another model takes over between two resumes. The previous one finishes what it was given while
 * the new one already votes, and is closed on another thread; so no vote waits for a swap. A model is given more than
 * it can compute at once ({@link VotingModel#isFull}), so that it never waits while there is a backlog.
 *
 * <p>Without a model, the step abstains at once. Until it is known whether there is one, it takes no resumes.
 */
final class VoteStep implements Step<ReadableResume, Vote> {
    private static final Logger LOG = LoggerFactory.getLogger(VoteStep.class);

    private final ResumeReader reader;
    private final VoteRecords records;
    private final ModelSupply supply;
    private final String labeller;
    private final WorkerMeters meters;
    private final Executor closer;
    private @Nullable VotingModel model;
    private volatile boolean hasModel;

    /**
     * @param labeller as whom it votes
     * @param closer where models that are not needed any more are closed, which may take a while
     */
    VoteStep(
            ResumeReader reader,
            VoteRecords records,
            ModelSupply supply,
            String labeller,
            WorkerMeters meters,
            Executor closer) {
        this.reader = reader;
        this.records = records;
        this.supply = supply;
        this.labeller = labeller;
        this.meters = meters;
        this.closer = closer;
    }

    @Override
    public boolean prepare() {
        boolean settled = supply.isSettled(); // asked first: a supply offers the model before it is settled
        ModelSupply.Change change = supply.poll();
        if (change != null) {
            takeModel(change.model());
        }
        return settled;
    }

    private void takeModel(@Nullable VotingModel next) {
        VotingModel previous = model;
        model = next;
        hasModel = next != null;
        if (previous != null) {
            closer.execute(previous::close);
        }
        if (next != null) {
            meters.swapped();
        }
    }

    @Override
    public boolean hasRoom() {
        return model == null || !model.isFull();
    }

    @Override
    public Next<ReadableResume> read(ConsumerRecord<byte[], byte[]> record) {
        return reader.read(record.topic(), record.key(), record.value(), record.headers(), record.timestamp())
                        instanceof Reading.Readable<ReadableResume> readable
                ? new Next.Compute<>(readable.value())
                : Next.skip(); // the labelling service dead-letters it, or forgets
    }

    @Override
    public CompletableFuture<Vote> compute(ReadableResume resume) throws InterruptedException {
        return model == null
                ? CompletableFuture.completedFuture(ModelVotes.abstention(labeller, "", Reason.NO_MODEL))
                : model.vote(resume.judgedText());
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(
            ConsumerRecord<byte[], byte[]> record, ReadableResume resume, Vote vote) {
        meters.voted(vote);
        return List.of(records.vote(record, resume, vote));
    }

    @Override
    public Next<ReadableResume> onFailure(
            ConsumerRecord<byte[], byte[]> record, ReadableResume resume, Throwable failure) {
        if (failure instanceof ModelGoneException gone) {
            if (gone.broken()) {
                throw gone;
            }
            return new Next.Compute<>(resume); // with the model that took over
        }
        LOG.warn(
                "the model fails on {}-{}@{}, which is dead-lettered: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                failure.toString());
        String version = model == null ? "" : model.version();
        Vote abstention = ModelVotes.abstention(labeller, version, Reason.FAILED);
        meters.voted(abstention);
        meters.deadLettered();
        return new Next.Send<>(
                List.of(records.vote(record, resume, abstention), records.deadLetter(record, version, failure)));
    }

    @Override
    public boolean isFatal(RuntimeException failure) {
        return failure instanceof ModelGoneException;
    }

    @Override
    public void committed() {
        meters.committed();
    }

    @Override
    public void startedOver() {
        meters.startedOver();
    }

    @Override
    public void close() {
        takeModel(null);
    }

    /** Whether a model votes. Any thread may ask. */
    boolean hasModel() {
        return hasModel;
    }
}
