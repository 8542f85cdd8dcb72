package io.rolestream.dashboard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.VoteBeliefs;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.ScorePart;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Jobs are found, and ranked, as the recommender finds and ranks them. */
class JobIndexTest {
    static {
        GeneratedRecords.trust();
    }

    private static final int TEXT_CHARS = 100;
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final String DECIDED = "Data Engineer";
    private static final String SECOND = "Cloud Engineer";

    @Test
    void shouldLeaveOutTooLongTextsAndBelieveJointDecisions() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.startTemporary()) {
            Cluster cluster = Cluster.of(
                    Settings.of(
                            ConnectionConfig.define(new ConfigDef()),
                            Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers())),
                    broker.registry());
            try (Admin admin = cluster.clients().admin()) {
                TopicAdmin.create(admin, new TopicCatalogue(cluster.topics(), 1), (short) 1);
            }
            send(cluster, broker);

            try (JobIndex index = new JobIndex(
                    cluster, Matchers.open(MatcherOptions.of(RuleSet.load(RuleSet.DEFAULT, ROLES))), TEXT_CHARS, 10)) {
                while (!index.isCaughtUp()) {
                    index.follow();
                }
                Map<String, Float> byRole = byRole(index);

                assertThat(byRole).containsOnlyKeys("joint", "alone");
                assertThat(byRole.get("joint"))
                        .as("the model finds the resume's role nearly as probable as the decided one")
                        .isGreaterThan(byRole.get("alone"));
            }
        }
    }

    /** What the role adds to the score of each job found for a resume of the second role. */
    private static Map<String, Float> byRole(JobIndex index) throws Exception {
        Candidate resume = new Candidate("", "pottery", null, null);
        List<RankedMatch> found = index.search(
                index.matcher()
                        .profile(resume, VoteBeliefs.of(ROLES, ROLES.indexOf(SECOND), 1))
                        .get(),
                10);
        return found.stream()
                .collect(Collectors.toMap(
                        RankedMatch::id,
                        match -> match.parts().stream()
                                .filter(part -> part.name().equals("role"))
                                .map(ScorePart::value)
                                .findFirst()
                                .orElseThrow()));
    }

    private static void send(Cluster cluster, EmbeddedKafka broker) throws Exception {
        try (var producer = new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                var labels = new AvroSerde<>(LabelledJob.class, broker.registry())) {
            String jobs = cluster.topics().jobs();
            String labelled = cluster.topics().labelledJobs();
            producer.send(new ProducerRecord<>(jobs, bytes("long"), job("pottery " + "x".repeat(TEXT_CHARS))));
            for (String id : List.of("joint", "alone")) {
                producer.send(new ProducerRecord<>(jobs, bytes(id), job("pottery")));
                byte[] label = labels.serializer().serialize(labelled, label(id, id.equals("joint")));
                producer.send(new ProducerRecord<>(labelled, bytes(id), label)).get();
            }
        }
    }

    private static byte[] job(String skills) {
        return bytes("{\"title\": \"Potter\", \"skills\": \"" + skills + "\"}");
    }

    private static LabelledJob label(String id, boolean joint) {
        List<RoleScore> scores = new ArrayList<>();
        for (String role : ROLES.names()) {
            double probability = role.equals(DECIDED) ? 0.5 : role.equals(SECOND) ? 0.4 : 0.1 / (ROLES.size() - 2);
            scores.add(new RoleScore(role, (float) Math.log(probability)));
        }
        Vote.Builder rules = Vote.newBuilder().setLabeller("rules").setConfidence(0.1f);
        Vote.Builder model =
                Vote.newBuilder().setLabeller("roberta").setRole(DECIDED).setScores(scores);
        return LabelledJob.newBuilder()
                .setJobId(id)
                .setRole(DECIDED)
                .setConfidence(0.5f)
                .setDecidedBy(Decider.MODEL)
                .setPolicy(joint ? "joint" : "model")
                .setRuleVote(rules.build())
                .setModelVote(model.build())
                .build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
