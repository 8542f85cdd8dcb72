package io.rolestream.engine.precision;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.model.ScriptEncoder;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that a calibration depends on, by name: the model, how it is computed, the engine, the machine. */
final class CalibrationFacts {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");

    /** A CPU's model and features, on x86 and ARM. */
    private static final List<String> CPU_FIELDS =
            List.of("model name", "flags", "CPU implementer", "CPU part", "Features");

    /** The prefixes of variables that configure the libraries. */
    private static final List<String> VARIABLES =
            List.of("PYTORCH_", "ATEN_", "ONEDNN_", "DNNL_", "MKL_", "OMP_", "GOMP_");

    private CalibrationFacts() {}

    /**
     * @param version identifies the model; if null, the sizes and times of its files do
     * @param task what the model is computed for, and the options
     */
    static SortedMap<String, String> of(CheckpointDirectory checkpoint, @Nullable String version, String task)
            throws IOException {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("config", sha256(Files.readAllBytes(checkpoint.path().resolve(ModelConfig.FILE))));
        facts.put("model", version == null ? files(checkpoint) : "version " + version);
        facts.put("task", task);
        facts.put("texts", sha256(String.join("\n", CalibrationTexts.read())));
        facts.put("script", sha256(script(checkpoint.config())));
        facts.put("libtorch", Torch.version());
        facts.put("variables", variables(System.getenv()));
        facts.put("platform", System.getProperty("os.name") + "/" + System.getProperty("os.arch"));
        facts.put("cpus", Runtime.getRuntime().availableProcessors() + " x " + cpu());
        facts.put("gpus", Torch.gpus() + " " + gpus());
        return facts;
    }

    private static String script(ModelConfig config) {
        String encoder = config.family() instanceof EncoderFamily ? ScriptEncoder.source(config) : "";
        return config.family() instanceof GeneratorFamily ? encoder + GeneratorScript.source(config) : encoder;
    }

    static String digest(SortedMap<String, String> facts) {
        return sha256(facts.entrySet().stream()
                .map(fact -> fact.getKey() + "=" + fact.getValue())
                .collect(Collectors.joining("\n")));
    }

    private static String files(CheckpointDirectory checkpoint) throws IOException {
        StringBuilder result = new StringBuilder();
        for (Path file : Stream.concat(checkpoint.weightFiles().stream(), checkpoint.tokenizer().files().stream())
                .toList()) {
            result.append(
                    "%s %d %s; ".formatted(file.getFileName(), Files.size(file), Files.getLastModifiedTime(file)));
        }
        return result.toString();
    }

    private static String variables(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> VARIABLES.stream().anyMatch(variable.getKey()::startsWith))
                .map(Map.Entry::toString)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** The model of the first CPU and a checksum of its features; empty if the system does not tell. */
    private static String cpu() throws IOException {
        if (!Files.isReadable(CPUS)) {
            return "";
        }
        List<String> first = Files.readAllLines(CPUS).stream()
                .takeWhile(line -> !line.isBlank())
                .filter(line -> CPU_FIELDS.stream().anyMatch(line::startsWith))
                .toList();
        String name = first.stream()
                .filter(line -> line.startsWith(CPU_FIELDS.get(0)))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
        return name + " " + sha256(String.join("\n", first));
    }

    /** The GPUs' models according to NVIDIA's driver; empty without such a driver. */
    private static String gpus() throws IOException {
        if (!Files.isReadable(GPUS)) {
            return "";
        }
        try (Stream<Path> directories = Files.list(GPUS)) {
            StringBuilder result = new StringBuilder();
            for (Path directory : directories.sorted().toList()) {
                Files.readAllLines(directory.resolve("information")).stream()
                        .filter(line -> line.startsWith("Model:"))
                        .forEach(line ->
                                result.append(line.replaceAll("\\s+", " ")).append("; "));
            }
            return result.toString();
        }
    }

    private static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
