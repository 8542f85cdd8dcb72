package io.rolestream.benchmarks.pipeline;

import io.rolestream.classifier.role.Taxonomy;
import io.rolestream.classifier.rules.RuleSet;
import io.rolestream.events.LabelVote;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.resume.Reading;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Stands in for a model worker: reads and checks resumes as one does, sleeps for as long as a model would take for a
 * batch, and sends votes on all roles in transactions that it commits by time. Agrees with the rules on three texts of
 * four. Runs on a thread of its own.
 */
final class StubWorker implements AutoCloseable {
    static final String LABELLER = "stub";

    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(75);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int MAX_BATCH = 256;
    private static final float SURE = 0.9f;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<LabelVote> serializer;
    private final ResumeReader reader;
    private final Topics topics;
    private final Duration work;
    private final List<Vote> votes;
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private final Thread thread = new Thread(this::run, "stub-worker");
    private volatile boolean closing;
    private long openSince;

    StubWorker(Clients clients, SchemaRegistry registry, Topics topics, Resumes resumes, Duration work) {
        this.topics = topics;
        this.work = work;
        this.votes = votesOn(resumes.judged());
        this.reader = new ResumeReader(registry);
        this.serializer = new AvroSerde<>(LabelVote.class, registry)
                .prepare(topics.labelVotes())
                .serializer();
        Map<String, Object> properties = clients.producerProperties();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix() + LABELLER);
        // As the labelling service's, whatever the ends have: a transaction goes in few batches, and nothing is sent
        // behind a batch that a new transaction's start refuses.
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.consumer = clients.consumer(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                topics.prefix() + LABELLER,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                MAX_BATCH));
    }

    /** A vote for each text: the rules' own role, or for every fourth text the role after it. */
    private static List<Vote> votesOn(List<String> texts) {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        List<String> roles = rules.taxonomy().names();
        List<Vote> votes = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            int role = roles.indexOf(rules.vote(texts.get(i)).role().name());
            List<String> ranking = new ArrayList<>(roles);
            Collections.rotate(ranking, i % 4 == 0 ? -role - 1 : -role);
            votes.add(vote(ranking));
        }
        return votes;
    }

    private static Vote vote(List<String> ranking) {
        List<RoleScore> scores = new ArrayList<>(ranking.size());
        float others = (float) Math.log((1 - SURE) / (ranking.size() - 1));
        for (String role : ranking) {
            scores.add(new RoleScore(role, scores.isEmpty() ? (float) Math.log(SURE) : others));
        }
        return Vote.newBuilder()
                .setLabeller(LABELLER)
                .setLabellerVersion("stub-1")
                .setRole(ranking.get(0))
                .setConfidence(SURE)
                .setScores(scores)
                .setRuleCoefficient(0.5f)
                .setVotedAt(Instant.now())
                .build();
    }

    /** Joins the group and returns when resumes have been assigned. */
    void start() {
        producer.initTransactions();
        consumer.subscribe(List.of(topics.resumes()));
        while (consumer.assignment().isEmpty()) {
            consumer.poll(POLL);
        }
        thread.start();
    }

    private void run() {
        while (!closing) {
            ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
            if (!batch.isEmpty()) {
                vote(batch);
            }
            if (!done.isEmpty() && (batch.isEmpty() || System.nanoTime() - openSince >= COMMIT_INTERVAL.toNanos())) {
                commit();
            }
        }
        producer.close();
        consumer.close();
    }

    private void vote(ConsumerRecords<byte[], byte[]> batch) {
        if (!work.isZero()) {
            sleep();
        }
        if (done.isEmpty()) {
            producer.beginTransaction();
            openSince = System.nanoTime();
        }
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (reader.read(topics.resumes(), record.key(), record.value(), record.timestamp())
                    instanceof Reading.Readable readable) {
                var resume = readable.resume();
                LabelVote vote = new LabelVote(
                        resume.resumeId(),
                        resume.contentHash(),
                        record.offset(),
                        votes.get(Resumes.number(record.key()) % votes.size()));
                byte[] value = serializer.serialize(topics.labelVotes(), vote);
                producer.send(new ProducerRecord<>(
                        topics.labelVotes(), record.partition(), record.timestamp(), record.key(), value));
            }
        }
        done.putAll(batch.nextOffsets());
    }

    private void commit() {
        producer.sendOffsetsToTransaction(done, consumer.groupMetadata());
        producer.commitTransaction();
        done.clear();
    }

    private void sleep() {
        try {
            Thread.sleep(work.toMillis());
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
