package io.rolestream.stream.describing;

import io.rolestream.common.loop.Next;
import io.rolestream.common.loop.Step;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.matching.profile.Profile;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.stream.worker.ModelGoneException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a generator describe each resume.
 *
 * <p><b>One record per resume.</b> Whatever share, budget or the model's failure prevents is said at once in a record
 * without a text, so that recommendations do not wait for a description that will not come. Such a record also replaces
 * the description of the resume's former text, but not that of the very same content: a resume that is sent again keeps
 * its description where budget, model or luck would cost it.
 *
 * <p><b>Back-pressure.</b> A generator is given more than it can decode at once ({@link DescribingModel#isFull}), so
 * that it never waits while there is a backlog; beyond that, resumes stay in Kafka. The budget makes nothing wait.
 *
 * <p><b>The swap.</b> Another version takes over between two resumes, while the previous one finishes what it was
 * given. Descriptions that are no longer awaited are cancelled, so that none are generated in vain. Until it is known
 * whether there is a generator, the step takes no resumes.
 */
final class DescribeStep implements Step<DescribeWork, Draft> {
    private static final Logger LOG = LoggerFactory.getLogger(DescribeStep.class);

    private final MaskedResumes resumes;
    private final DescriptionRecords records;
    private final StandingTexts standing;
    private final DescriptionSupply supply;
    private final ResumeShare share;
    private final TokenBudget budget;
    private final int longest;
    private final DescribingMeters meters;
    private final Executor closer;
    private final Set<CompletableFuture<Draft>> unfinished = ConcurrentHashMap.newKeySet();
    private @Nullable DescribingModel model;
    private volatile @Nullable String version;

    /**
     * @param longest tokens of the longest description
     * @param closer where generators that are not needed any more are closed, which may take a while
     */
    DescribeStep(
            MaskedResumes resumes,
            DescriptionRecords records,
            StandingTexts standing,
            DescriptionSupply supply,
            ResumeShare share,
            TokenBudget budget,
            int longest,
            DescribingMeters meters,
            Executor closer) {
        this.resumes = resumes;
        this.records = records;
        this.standing = standing;
        this.supply = supply;
        this.share = share;
        this.budget = budget;
        this.longest = longest;
        this.meters = meters;
        this.closer = closer;
    }

    @Override
    public boolean prepare() {
        boolean known = standing.load();
        boolean settled = supply.isSettled(); // asked first: a supply offers the model before it is settled
        DescriptionSupply.Change change = supply.poll();
        if (change != null) {
            take(change.model());
        }
        return settled && known;
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
    public Next<DescribeWork> read(ConsumerRecord<byte[], byte[]> record) {
        Reading<ReadableResume> reading = resumes.read(record);
        if (reading instanceof Reading.Readable<ReadableResume> readable) {
            return new Next.Compute<>(
                    new DescribeWork(readable.value().resumeId(), resumes.masked(record, readable.value())));
        }
        if (reading instanceof Reading.Forget<ReadableResume> forget) {
            return new Next.Compute<>(new DescribeWork(forget.id(), null));
        }
        return Next.skip(); // the labelling service dead-letters it
    }

    @Override
    public CompletableFuture<Draft> compute(DescribeWork work) throws InterruptedException {
        Profile resume = work.resume();
        if (resume == null) {
            return none(DescriptionOutcome.UNKNOWN);
        }
        if (!share.includes(resume.id())) {
            return none(DescriptionOutcome.OUT_OF_SHARE);
        }
        DescribingModel writing = model;
        if (writing == null) {
            return none(DescriptionOutcome.NO_MODEL);
        }
        if (!budget.take(longest)) {
            return none(DescriptionOutcome.OUT_OF_BUDGET);
        }
        CompletableFuture<Draft> draft = writing.describe(resume);
        unfinished.add(draft);
        return draft.whenComplete((done, failure) -> {
            unfinished.remove(draft);
            budget.giveBack(longest - (done == null ? 0 : done.tokens()));
        });
    }

    private static CompletableFuture<Draft> none(DescriptionOutcome why) {
        return CompletableFuture.completedFuture(Draft.none(why));
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(
            ConsumerRecord<byte[], byte[]> record, DescribeWork work, Draft draft) {
        Profile resume = work.resume();
        if (resume == null) {
            standing.remove(record.partition(), work.resumeId());
            return List.of(records.deleted(record));
        }
        meters.described(draft);
        if (draft.text() != null) {
            standing.put(record.partition(), resume.id(), resume.contentHash());
        } else if (draft.outcome() != DescriptionOutcome.OUT_OF_SHARE
                && standing.has(record.partition(), resume.id(), resume.contentHash())) {
            return List.of();
        } else {
            standing.remove(record.partition(), resume.id());
        }
        return List.of(records.written(record, resume, draft));
    }

    @Override
    public Next<DescribeWork> onFailure(ConsumerRecord<byte[], byte[]> record, DescribeWork work, Throwable failure) {
        if (failure instanceof ModelGoneException gone) {
            if (gone.broken()) {
                throw gone;
            }
            return new Next.Compute<>(work); // with the model that took over
        }
        LOG.warn(
                "the generator fails on {}-{}@{}, which gets no description: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                failure.toString());
        return new Next.Send<>(records(record, work, Draft.none(DescriptionOutcome.FAILED)));
    }

    @Override
    public boolean isFatal(RuntimeException failure) {
        return failure instanceof ModelGoneException;
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        standing.own(partitions.stream().map(TopicPartition::partition).toList());
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        standing.forget(partitions.stream().map(TopicPartition::partition).toList());
    }

    @Override
    public void abandoned() {
        standing.forgetAll();
        unfinished.forEach(draft -> draft.cancel(false));
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
