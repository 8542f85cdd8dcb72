package io.rolestream.schemas.documents;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes maps, lists and scalars as YAML, in their order, without anchors. */
final class YamlText {
    private static final int WIDTH = 120;

    private YamlText() {}

    static String of(Object document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDereferenceAliases(true);
        options.setWidth(WIDTH);
        options.setSplitLines(true);
        options.setIndent(2);
        return new Yaml(options).dump(document);
    }
}
