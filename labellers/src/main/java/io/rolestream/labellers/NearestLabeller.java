package io.rolestream.labellers;

import io.rolestream.common.files.FileException;
import io.rolestream.engine.precision.CalibrationTexts;
import io.rolestream.engine.task.Embedding;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.Pooling;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.labellers.settings.LabellerFile;
import io.rolestream.labellers.settings.RoleTemplate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The role whose words are nearest to the text: the cosine of their embeddings. The roles are embedded once, so a text
 * costs one pass of the model however many roles there are.
 */
final class NearestLabeller extends ScoringLabeller {
    /**
     * The temperature, in standard deviations of a text's cosines, which lie closer together in some models than in
     * others. Fitted to 1,500 answers on a stream of postings, for which MiniLM and BGE agree.
     */
    private static final double TEMPERATURE = 0.5;

    private static final double LEAST_TEMPERATURE = 1e-3;

    private final TextEmbedder embedder;
    private final List<float[]> roles;

    private NearestLabeller(
            Opening opening, TextEmbedder embedder, List<String> words, List<float[]> roles, double temperature)
            throws IOException {
        super(opening, temperature, false, words);
        this.embedder = embedder;
        this.roles = roles;
    }

    static NearestLabeller open(Opening opening) throws IOException, InterruptedException {
        RoleTemplate template = RoleTemplate.read(opening.file(), RoleTemplate.DESCRIBED);
        Pooling pooling = pooling(opening.file());
        TextEmbedder embedder = TextEmbedder.open(
                opening.checkpoint(),
                opening.options().inference(),
                new EmbeddingOptions(pooling, true),
                opening.options().calibrations());
        try {
            List<String> words = new ArrayList<>(template.of(opening.taxonomy()));
            List<float[]> roles = vectors(embedder, words);
            List<String> scale = CalibrationTexts.read();
            double temperature = temperature(embedder, scale, roles);
            // Not the temperature itself, which differs a little between processors.
            words.add(Double.toString(TEMPERATURE));
            words.addAll(scale);
            return new NearestLabeller(opening, embedder, words, roles, temperature);
        } catch (IOException | InterruptedException | RuntimeException e) {
            embedder.close();
            throw e;
        }
    }

    private static List<float[]> vectors(TextEmbedder embedder, List<String> texts) throws InterruptedException {
        return embedder.embed(texts).stream().map(Embedding::vector).toList();
    }

    /** From the cosines of the texts that every model is calibrated with, so that it needs no others. */
    private static double temperature(TextEmbedder embedder, List<String> texts, List<float[]> roles)
            throws InterruptedException {
        double sum = 0;
        for (float[] text : vectors(embedder, texts)) {
            float[] cosines = cosines(text, roles);
            double mean = 0;
            double square = 0;
            for (float cosine : cosines) {
                mean += cosine / cosines.length;
                square += (double) cosine * cosine / cosines.length;
            }
            sum += Math.sqrt(Math.max(0, square - mean * mean));
        }
        return Math.max(LEAST_TEMPERATURE, TEMPERATURE * sum / texts.size());
    }

    /** Null for the pooling of the checkpoint. */
    private static @Nullable Pooling pooling(LabellerFile file) throws FileException {
        String key = file.oneOf("pooling", null, Pooling.MEAN.key(), Pooling.FIRST.key());
        return key == null ? null : Pooling.valueOf(key.toUpperCase(Locale.ROOT));
    }

    @Override
    public boolean isFull() {
        return WaitingTexts.isFull(embedder);
    }

    @Override
    CompletableFuture<Scores> scores(String text) throws InterruptedException {
        return embedder.submit(text)
                .thenApply(embedding -> new Scores(cosines(embedding.vector(), roles), embedding.cut()));
    }

    private static float[] cosines(float[] vector, List<float[]> roles) {
        float[] cosines = new float[roles.size()];
        for (int role = 0; role < cosines.length; role++) {
            double sum = 0;
            for (int i = 0; i < vector.length; i++) {
                sum += vector[i] * roles.get(role)[i];
            }
            cosines[role] = (float) sum;
        }
        return cosines;
    }

    @Override
    public void close() {
        embedder.close();
    }
}
