package io.rolestream.labellers;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.batching.Rows;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.labellers.linear.HashedLinearModel;
import io.rolestream.labellers.linear.LinearFile;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A linear model of words and word pairs, such as one trained on the rules' labels: the bar that a transformer has to
 * clear. Cheap enough to train when it is opened.
 */
public final class LinearLabeller implements Labeller {
    private static final int MOST_EVIDENCE = 5;
    private static final int SHOWN_HASH = 8;

    private final LinearFile stored;
    private final int[] roles;
    private final LabellerFacts facts;

    private LinearLabeller(LinearFile stored, Taxonomy taxonomy, String version) {
        this.stored = stored;
        this.roles = stored.roles().stream().mapToInt(taxonomy::indexOf).toArray();
        this.facts = new LabellerFacts("linear", version, stored.model().parameters());
    }

    /** Trains on texts with labels; the same texts, labels and seed give the same labeller. */
    public static LinearLabeller train(List<String> texts, int[] labels, Taxonomy taxonomy, long seed) {
        MessageDigest digest = Sha256.digest();
        for (int i = 0; i < labels.length; i++) {
            byte[] text = texts.get(i).getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
            digest.update(text);
            digest.update(taxonomy.role(labels[i]).name().getBytes(StandardCharsets.UTF_8));
        }
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
        HashedLinearModel model = HashedLinearModel.train(texts, labels, taxonomy.size(), seed);
        return new LinearLabeller(new LinearFile(model, taxonomy.names()), taxonomy, version("linear", digest));
    }

    /**
     * Opens a stored model.
     *
     * @throws CheckpointException if the file is missing or malformed, or was not trained for these roles
     */
    static LinearLabeller open(Path file, Taxonomy taxonomy) throws IOException {
        LinearFile stored = LinearFile.read(file);
        Set<String> others = new HashSet<>(stored.roles());
        others.removeAll(taxonomy.names());
        if (!others.isEmpty() || stored.roles().size() != taxonomy.size()) {
            throw new CheckpointException(
                    file, "does not have the roles of the taxonomy; it has " + Quoted.list(stored.roles()));
        }
        MessageDigest digest = Sha256.digest();
        Sha256.update(digest, file);
        return new LinearLabeller(stored, taxonomy, version(String.valueOf(file.getFileName()), digest));
    }

    private static String version(String name, MessageDigest digest) {
        return name + "-" + Sha256.hex(digest).substring(0, SHOWN_HASH);
    }

    /** Stores the model, which {@code linear:FILE} opens; creates the directory if needed. */
    public void save(Path file) throws IOException {
        Files.createDirectories(Replacement.parent(file));
        stored.write(file);
    }

    @Override
    public LabellerFacts facts() {
        return facts;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public CompletableFuture<Answer> label(String text) {
        float[] ofModel = stored.model().logProbabilities(text);
        float[] logProbabilities = new float[roles.length];
        for (int i = 0; i < roles.length; i++) {
            logProbabilities[roles[i]] = ofModel[i];
        }
        List<String> evidence = stored.model().evidence(text, Rows.argmax(ofModel), MOST_EVIDENCE);
        return CompletableFuture.completedFuture(
                Answer.of(logProbabilities, false).withEvidence(evidence));
    }

    @Override
    public void close() {}
}
