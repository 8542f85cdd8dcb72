package io.rolestream.stream.labelling;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainingExample;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import io.rolestream.stream.reconcile.ReconcilerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The labelling topology.
 *
 * <pre>
 * resumes ──────────> read ──> rule-vote ──┐
 *                      └─> resumes-dlq     ├──> reconcile ──> labelled-roles, label-disagreements, training-examples
 * label-votes ──────> model-vote ──────────┤        │
 * role-corrections ─> correction ──────────┘    pending, current-labels
 * </pre>
 *
 * <p>When a resume is forgotten, its answers are withdrawn by a null value on {@code role-corrections}.
 *
 * <p>{@code pending} lives in memory with a changelog, since it is small and hot; {@code current-labels} lives in
 * RocksDB, and that one persistent store also keeps the instance's process id, without which a restart after
 * {@code kill -9} takes six times as long.
 *
 * @param cluster its topics, and how their events are written
 * @param taxonomy the roles
 * @param rules supplies the current rule set to all tasks; its roles are those of the taxonomy
 * @param limits of what is read and kept
 * @param maxLetterBytes the largest batch that {@code resumes-dlq} takes
 * @param watch counts and follows what is read and concluded
 */
public record LabellingTopology(
        Cluster cluster,
        Taxonomy taxonomy,
        Supplier<RuleSet> rules,
        ReconcilerSettings reconciling,
        Limits limits,
        IntSupplier maxLetterBytes,
        Watch watch) {
    /**
     * What is read and kept.
     *
     * @param resumeChars a resume with a longer text is dead-lettered
     * @param labelRetention how long a resume's current label is kept
     * @param trainingExamples whether new contents go to {@code training-examples}
     */
    public record Limits(int resumeChars, Duration labelRetention, boolean trainingExamples) {}

    /**
     * How the topology is watched.
     *
     * @param meters counts what is read and concluded
     * @param tracing follows resumes and votes to the labels that they lead to
     */
    public record Watch(MeterRegistry meters, Tracing tracing) {}

    /** Names of the stores, also part of their changelogs' names. */
    public static final String PENDING = Subjects.PENDING;

    public static final String CURRENT_LABELS = Subjects.CURRENT_LABELS;

    static final String READ = "read";
    static final String RULE_VOTE = "rule-vote";
    static final String MODEL_VOTE = "model-vote";
    static final String CORRECTION = "correction";
    static final String FORGET_ANSWERS = "forget-answers";
    static final String RECONCILE = "reconcile";
    static final String TO_DEAD_LETTERS = "to-resumes-dlq";
    static final String TO_LABELS = "to-labelled-roles";
    static final String TO_DISAGREEMENTS = "to-label-disagreements";
    static final String TO_EXAMPLES = "to-training-examples";
    static final String TO_CORRECTIONS = "to-role-corrections";

    /** Builds the topology. What it writes must be registered before it runs: {@link Subjects#ofStream}. */
    public Topology build() {
        Topology topology = new Topology();
        Topics topics = cluster.topics();
        LabellingMeters counts = new LabellingMeters(watch.meters(), topics, taxonomy);

        topology.addSource("resumes", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.resumes());
        topology.addProcessor(
                READ,
                () -> new ReadStep(cluster.resumeReader(limits.resumeChars()), counts, maxLetterBytes),
                "resumes");
        topology.addProcessor(RULE_VOTE, () -> new RuleVoteStep(rules), READ);

        topology.addProcessor(FORGET_ANSWERS, ForgetAnswersStep::new, RULE_VOTE);
        topology.addSink(
                TO_CORRECTIONS,
                topics.roleCorrections(),
                ForgetAnswersStep.KEY,
                new ByteArraySerializer(),
                ForgetAnswersStep.PARTITIONER,
                FORGET_ANSWERS);
        topology.addSource(
                "role-corrections", new StringDeserializer(), values(RoleCorrection.class), topics.roleCorrections());
        topology.addProcessor(CORRECTION, () -> new CorrectionStep(taxonomy), "role-corrections");

        List<String> inputs = new ArrayList<>(List.of(RULE_VOTE, CORRECTION));
        if (reconciling.readsVotes()) {
            topology.addSource(
                    (AutoOffsetReset) null,
                    "label-votes",
                    new VoteTimestamp(),
                    new StringDeserializer(),
                    values(LabelVote.class),
                    topics.labelVotes());
            topology.addProcessor(MODEL_VOTE, () -> new ModelVoteStep(taxonomy, reconciling::knows), "label-votes");
            inputs.add(MODEL_VOTE);
        }

        topology.addProcessor(
                RECONCILE,
                () -> new ReconcileStep(taxonomy, reconciling, limits, counts, watch.tracing()),
                inputs.toArray(String[]::new));
        topology.addStateStore(pendingStore(), RECONCILE);
        topology.addStateStore(currentLabelStore(), RECONCILE);

        topology.addSink(
                TO_DEAD_LETTERS, topics.resumesDlq(), new ByteArraySerializer(), new ByteArraySerializer(), READ);
        addSink(topology, TO_LABELS, topics.labelledRoles(), cluster.labelSerializer(LabelledRole.class));
        addSink(
                topology,
                TO_DISAGREEMENTS,
                topics.labelDisagreements(),
                cluster.labelSerializer(LabelDisagreement.class));
        addSink(
                topology,
                TO_EXAMPLES,
                topics.trainingExamples(),
                serde(TrainingExample.class).serializer());
        return topology;
    }

    private static void addSink(Topology topology, String name, String topic, Serializer<?> values) {
        topology.addSink(name, topic, new StringSerializer(), values, RECONCILE);
    }

    private <T extends SpecificRecord> Deserializer<T> values(Class<T> type) {
        return serde(type).deserializer();
    }

    private StoreBuilder<KeyValueStore<String, PendingResume>> pendingStore() {
        return Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(PENDING), Serdes.String(), stored(PendingResume.class));
    }

    private StoreBuilder<KeyValueStore<String, CurrentLabel>> currentLabelStore() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(CURRENT_LABELS), Serdes.String(), stored(CurrentLabel.class));
    }

    /**
     * Of values in a store. Stores pass the headers of the record that is being processed, which may name the schema of
     * that record's value.
     */
    private <T extends SpecificRecord> Serde<T> stored(Class<T> type) {
        AvroSerde<T> serde = serde(type);
        return Serdes.serdeFrom(
                serde.serializer(), (topic, data) -> serde.deserializer().deserialize(topic, data));
    }

    private <T extends SpecificRecord> AvroSerde<T> serde(Class<T> type) {
        return new AvroSerde<>(type, cluster.registry());
    }
}
