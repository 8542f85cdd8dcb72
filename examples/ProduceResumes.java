import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.events.Resume;
import io.rolestream.schemas.registry.SchemaRegistries;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends the resumes of a file to Rolestream as Avro, and waits until all are acknowledged. The file has one JSON object on each line:
 * resumeId, and skills, text or both; other members are left out. With FORGET as the last argument, their labels and all that is known of
 * them are deleted instead.
 *
 * <p>Needs the jars of the distribution, no build: {@code java -cp 'lib/*' examples/ProduceResumes.java FILE HOST:PORT REGISTRY_URL}
 */
public class ProduceResumes {
    private static final String TOPIC = "resumes";

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        String bootstrapServers = arguments.length > 1 ? arguments[1] : "localhost:9092";
        String registryUrl = arguments.length > 2 ? arguments[2] : "http://localhost:8081";
        boolean forget = arguments.length > 3 && arguments[3].equals("FORGET");

        Serializer<Resume> resumes =
                new AvroSerde<>(Resume.class, SchemaRegistries.of(registryUrl, Map.of())).serializer();
        // The default partitioner is the right one: all that is sent under one id must go to one partition.
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "enable.idempotence", true, "compression.type", "lz4");
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), resumes);
                var lines = Files.lines(file)) {
            ObjectMapper json = new ObjectMapper();
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode object = json.readTree(line);
                Resume resume = Resume.newBuilder()
                        .setResumeId(object.required("resumeId").asText())
                        .setSkills(object.path("skills").textValue())
                        .setText(object.path("text").textValue())
                        .build();
                acknowledgements.add(producer.send(new ProducerRecord<>(TOPIC, resume.getResumeId(), forget ? null : resume)));
            }
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get(); // throws if it was refused
            }
        }
        System.out.println(acknowledgements.size() + " sent");
    }
}
