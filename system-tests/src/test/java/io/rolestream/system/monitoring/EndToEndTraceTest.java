package io.rolestream.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.config.TracingConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Resume;
import io.rolestream.events.Vote;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.FixedModel;
import io.rolestream.stream.worker.VotingModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A real worker and a real labelling service, with a collector of the test's own. */
class EndToEndTraceTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PRODUCERS_SPAN = "00f067aa0ba902b7";
    private static final Topics TOPICS = Topics.unprefixed();

    @Test
    void shouldBeOneTraceFromTheProducersHeaderToTheLabel() throws Exception {
        try (Collector collector = new Collector();
                LocalStack stack = start(Map.of(TracingConfig.ENDPOINT, collector.endpoint()))) {
            send(stack, "00-" + TRACE + "-" + PRODUCERS_SPAN + "-01");

            String[] vote = traceparent(only(stack, TOPICS.labelVotes()));
            String[] label = traceparent(only(stack, TOPICS.labelledRoles()));
            assertThat(vote[1]).isEqualTo(TRACE);
            assertThat(label[1]).isEqualTo(TRACE);
            assertThat(List.of(PRODUCERS_SPAN, vote[2], label[2])).doesNotHaveDuplicates();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                // In OTLP's protobuf, ids are their bytes and a span has its parent's beside its own.
                String told = collector.told();
                assertThat(told).contains("rolestream-worker", "rolestream-stream", "label", "vote");
                assertThat(told).contains(bytes(TRACE), bytes(PRODUCERS_SPAN), bytes(vote[2]), bytes(label[2]));
            });
        }
    }

    @Test
    void shouldLeaveHeadersAloneWhereItIsOff() throws Exception {
        try (LocalStack stack = start(Map.of())) {
            send(stack, "00-" + TRACE + "-" + PRODUCERS_SPAN + "-01");

            assertThat(only(stack, TOPICS.labelledRoles()).headers()).isEmpty();
            assertThat(only(stack, TOPICS.labelVotes()).headers().lastHeader(TRACEPARENT))
                    .isNull();
        }
    }

    private static LocalStack start(Map<String, String> more) throws InterruptedException {
        return LocalStack.start(
                EmbeddedKafka.builder().build(),
                broker -> {
                    Map<String, String> values = new HashMap<>(broker);
                    values.put(StreamConfig.LABELLERS, "rules," + Cloudy.NAME);
                    values.putAll(more);
                    return Settings.of(Configuration.definitions(), values);
                },
                (settings, registry, meters) -> new FixedModel(new Cloudy()),
                null);
    }

    private static void send(LocalStack stack, String traceparent) throws ExecutionException, InterruptedException {
        byte[] value = new AvroSerde<>(Resume.class, stack.cluster().registry())
                .serializer()
                .serialize(
                        TOPICS.resumes(),
                        Resume.newBuilder()
                                .setResumeId("r")
                                .setSkills("Spark, Airflow")
                                .setSubmittedAt(Instant.now())
                                .build());
        var record = new ProducerRecord<>(TOPICS.resumes(), "r".getBytes(StandardCharsets.UTF_8), value);
        record.headers().add(TRACEPARENT, traceparent.getBytes(StandardCharsets.US_ASCII));
        try (var producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        stack.settings().string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    /** The one committed record of a topic, once it is there. */
    private static ConsumerRecord<byte[], byte[]> only(LocalStack stack, String topic) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS, stack.settings().string(ConnectionConfig.BOOTSTRAP_SERVERS)));
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> consumer.poll(Duration.ofMillis(200)), records -> !records.isEmpty())
                    .iterator()
                    .next();
        }
    }

    /** Version, trace, span and flags. */
    private static String[] traceparent(ConsumerRecord<byte[], byte[]> record) {
        @Nullable Header header = record.headers().lastHeader(TRACEPARENT);
        assertThat(header).as("%s of %s", TRACEPARENT, record.topic()).isNotNull();
        return new String(header.value(), StandardCharsets.US_ASCII).split("-");
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    /** Says of everything that it is a cloud engineer's. */
    private static final class Cloudy implements VotingModel {
        static final String NAME = "roberta";

        @Override
        public String version() {
            return "v1";
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public CompletableFuture<Vote> vote(String text) {
            return CompletableFuture.completedFuture(Vote.newBuilder()
                    .setLabeller(NAME)
                    .setLabellerVersion("v1")
                    .setRole("Cloud Engineer")
                    .setConfidence(0.9f)
                    .setVotedAt(Instant.now())
                    .build());
        }

        @Override
        public void close() {}
    }

    /** Keeps what it is told, as OTLP over HTTP. */
    private static final class Collector implements AutoCloseable {
        private final HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final ByteArrayOutputStream told = new ByteArrayOutputStream();

        Collector() throws IOException {
            http.createContext("/v1/traces", exchange -> {
                boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
                try (exchange;
                        InputStream body =
                                zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
                    synchronized (told) {
                        body.transferTo(told);
                    }
                    exchange.sendResponseHeaders(200, -1);
                }
            });
            http.start();
        }

        String endpoint() {
            return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1/traces";
        }

        String told() {
            synchronized (told) {
                return told.toString(StandardCharsets.ISO_8859_1);
            }
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
