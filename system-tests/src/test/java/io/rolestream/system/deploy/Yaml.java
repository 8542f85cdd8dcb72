package io.rolestream.system.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML files of the project as trees. */
final class Yaml {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /** @param file from the project's root on */
    static JsonNode read(String file) throws IOException {
        return parse(Files.readString(Path.of("..", file)));
    }

    /** Anchors and merge keys are resolved; of a key that is there twice nothing is read. */
    static JsonNode parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return JSON.valueToTree(new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(text));
    }
}
