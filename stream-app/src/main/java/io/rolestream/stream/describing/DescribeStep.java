package io.rolestream.stream.describing;

import io.rolestream.common.loop.Next;
import io.rolestream.common.loop.Step;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.stream.worker.ModelGoneException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a generator describe each resume.
 *
 * <p><b>One record per resume.</b> Whatever share, budget or the model's failure prevents is said at once in a record
 * without a text, so that recommendations do not wait for a description that will not come. Such a record also replaces
 * the description of the resume's former text.
 *
 * <p><b>Back-pressure.</b> A generator is given more than it can decode at once ({@link DescribingModel#isFull}), so
 * that it never waits while there is a backlog; beyond that, resumes stay in Kafka. The budget makes nothing wait.
 *
 * <p><b>The swap.</b> Another version takes over between two resumes, while the previous one finishes what it was
 * given. Until it is known whether there is a generator, the step takes no resumes.
 */
final class DescribeStep implements Step<ReadableResume, Draft> {
    private static final Logger LOG = LoggerFactory.getLogger(DescribeStep.class);

    private final ResumeReader reader;
    private final DescriptionRecords records;
    private final DescriptionSupply supply;
    private final ResumeShare share;
    private final TokenBudget budget;
    private final int longest;
    private final DescribingMeters meters;
    private final Executor closer;
    private @Nullable DescribingModel model;
    private volatile @Nullable String version;

    /**
     * @param longest tokens of the longest description
     * @param closer where generators that are not needed any more are closed, which may take a while
     */
    DescribeStep(
            ResumeReader reader,
            DescriptionRecords records,
            DescriptionSupply supply,
            ResumeShare share,
            TokenBudget budget,
            int longest,
            DescribingMeters meters,
            Executor closer) {
        this.reader = reader;
        this.records = records;
        this.supply = supply;
        this.share = share;
        this.budget = budget;
        this.longest = longest;
        this.meters = meters;
        this.closer = closer;
    }

    @Override
    public boolean prepare() {
        boolean settled = supply.isSettled(); // asked first: a supply offers the model before it is settled
        DescriptionSupply.Change change = supply.poll();
        if (change != null) {
            take(change.model());
        }
        return settled;
    }

    private void take(@Nullable DescribingModel next) {
        DescribingModel previous = model;
        model = next;
        version = next == null ? null : next.name() + "/" + next.version();
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
        Reading<ReadableResume> reading =
                reader.read(record.topic(), record.key(), record.value(), record.headers(), record.timestamp());
        if (reading instanceof Reading.Readable<ReadableResume> readable) {
            return new Next.Compute<>(readable.value());
        }
        return reading instanceof Reading.Forget<ReadableResume>
                ? new Next.Send<>(List.of(records.deleted(record)))
                : Next.skip(); // the labelling service dead-letters it
    }

    @Override
    public CompletableFuture<Draft> compute(ReadableResume resume) throws InterruptedException {
        if (!share.includes(resume.resumeId())) {
            return none(DescriptionOutcome.OUT_OF_SHARE);
        }
        DescribingModel writing = model;
        if (writing == null) {
            return none(DescriptionOutcome.NO_MODEL);
        }
        if (!budget.take(longest)) {
            return none(DescriptionOutcome.OUT_OF_BUDGET);
        }
        return writing.describe(resume.judgedText(), Drawing.seed(resume.contentHash()))
                .whenComplete((draft, failure) -> budget.giveBack(longest - (draft == null ? 0 : draft.tokens())));
    }

    private static CompletableFuture<Draft> none(DescriptionOutcome why) {
        return CompletableFuture.completedFuture(Draft.none(why));
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(
            ConsumerRecord<byte[], byte[]> record, ReadableResume resume, Draft draft) {
        meters.described(draft);
        return List.of(records.written(record, resume, draft));
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
                "the generator fails on {}-{}@{}, which gets no description: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                failure.toString());
        return new Next.Send<>(records(record, resume, Draft.none(DescriptionOutcome.FAILED)));
    }

    @Override
    public boolean isFatal(RuntimeException failure) {
        return failure instanceof ModelGoneException;
    }

    @Override
    public void startedOver() {
        meters.startedOver();
    }

    @Override
    public void close() {
        take(null);
    }

    /** The generator in use, {@code NAME/VERSION}; null for none. Any thread may ask. */
    @Nullable
    String version() {
        return version;
    }
}
