package io.rolestream.dashboard.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.announcements.VersionContent;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the evaluations of versions from the artifact store, and keeps the latest. Thread-safe. */
final class VersionReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VersionReports.class);
    private static final int MOST_KEPT = 8;

    private final @Nullable ModelSettings settings;
    private final Taxonomy taxonomy;
    private final ObjectMapper json = new ObjectMapper();
    private @Nullable ModelLoader loader;

    private final Map<VersionContent, JsonNode> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<VersionContent, JsonNode> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** @param settings null if the dashboard is not to use the store */
    VersionReports(@Nullable ModelSettings settings, Taxonomy taxonomy) {
        this.settings = settings;
        this.taxonomy = taxonomy;
    }

    /**
     * A version's evaluation, {@code evaluation.json}.
     *
     * @param evaluation null if there is none
     * @param problem why not, in a sentence; empty if there is one
     */
    record Report(@Nullable JsonNode evaluation, String problem) {}

    synchronized Report of(ModelVersion version) throws InterruptedException {
        String name = version.getVersion();
        if (settings == null) {
            return new Report(
                    null,
                    "Scores by role are in the artifact store, which is not read here"
                            + " (dashboard.try-model is false).");
        }
        VersionContent content = VersionContent.of(version);
        JsonNode known = kept.get(content);
        if (known != null) {
            return new Report(known, "");
        }
        try {
            byte[] bytes = loader(settings).loadEvaluation(version);
            if (bytes == null) {
                return new Report(null, "Version " + name + " has no evaluation with scores by role.");
            }
            JsonNode read = json.readTree(bytes);
            kept.put(content, read);
            return new Report(read, "");
        } catch (IOException | ModelRefusedException e) {
            LOG.debug("no evaluation of {}", name, e);
            return new Report(null, "The evaluation of version " + name + " cannot be read: " + e.getMessage());
        }
    }

    private ModelLoader loader(ModelSettings known) {
        if (loader == null) {
            loader = ModelLoader.of(known, taxonomy);
        }
        return loader;
    }

    @Override
    public synchronized void close() {
        if (loader != null) {
            loader.close();
            loader = null;
        }
    }
}
