import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.registry.SchemaRegistries;
import io.rolestream.schemas.serde.AvroSerde;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints each label as it comes: the resume, its role, who decided, and how sure they were. Keeps its place in a consumer group, so that
 * a restart goes on where it was.
 *
 * <p>Needs the jars of the distribution, no build: {@code java -cp 'lib/*' examples/ConsumeLabels.java HOST:PORT REGISTRY_URL [MAX]}
 */
public class ConsumeLabels {
    private static final String TOPIC = "labelled-roles";

    public static void main(String[] arguments) {
        String bootstrapServers = arguments.length > 0 ? arguments[0] : "localhost:9092";
        String registryUrl = arguments.length > 1 ? arguments[1] : "http://localhost:8081";
        long left = arguments.length > 2 ? Long.parseLong(arguments[2]) : Long.MAX_VALUE;

        var registry = SchemaRegistries.of(registryUrl, Map.of());
        var labels = new AvroSerde<>(LabelledRole.class, registry).deserializer();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "labels-java-example",
                "auto.offset.reset", "earliest",
                // Labels are written in transactions; without this, those that were taken back would be read as well.
                "isolation.level", "read_committed",
                "enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), labels)) {
            consumer.subscribe(List.of(TOPIC));
            while (left > 0) {
                for (ConsumerRecord<String, LabelledRole> record : consumer.poll(Duration.ofSeconds(1))) {
                    LabelledRole label = record.value();
                    // The same decision again: it only adds a late vote of an observed labeller.
                    boolean repeats = label != null && label.getRepeatsDecision();
                    if (!repeats && left-- > 0) {
                        print(record.key(), label);
                    }
                }
                // What is printed is done: after a kill, what was printed since the last commit is printed again.
                consumer.commitSync();
            }
        }
    }

    private static void print(String resume, LabelledRole label) {
        if (label == null) {
            System.out.printf("%s\tforgotten%n", resume);
        } else {
            System.out.printf(
                    Locale.ROOT, "%s\t%s\t%s\t%.2f%n", resume, label.getRole(), label.getDecidedBy(), label.getConfidence());
        }
    }
}
